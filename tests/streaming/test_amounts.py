"""Numbers as people write them, in the languages they write them in."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal
from discord import Locale as DiscordLocale
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.streaming.amounts import MOST, NotANumber, NotWhole, OutOfBounds, read_amount, written

LOCALES = st.sampled_from([locale.value for locale in DiscordLocale])


@pytest.mark.parametrize(
    ("typed", "locale", "amount"),
    [
        ("42", "en-US", 42),
        (" +42 ", "en-US", 42),
        ("007", "en-US", 7),
        ("1,500", "en-US", 1500),
        ("1,500", "ko", 1500),
        ("1.500", "de", 1500),
        ("1 500", "fr", 1500),
        ("1\u202f500", "fr", 1500),
        ("1 000 000", "en-US", 1_000_000),
        ("1_000", "en-US", 1000),
        ("1’000’000", "de", 1_000_000),
        ("12,34,567", "hi", 1_234_567),
        # short forms
        ("1.5M", "en-US", 1_500_000),
        ("1.5 m", "en-GB", 1_500_000),
        ("2.5k", "en-US", 2500),
        ("1 billion", "en-US", 10**9),
        ("1,5 Mio.", "de", 1_500_000),
        ("2 Mrd", "de", 2 * 10**9),
        ("1 Billion", "de", 10**12),
        ("1,5 млн", "ru", 1_500_000),
        ("3 mil", "pt-BR", 3000),
        ("2 millones", "es-419", 2_000_000),
        ("15 लाख", "hi", 1_500_000),
        ("1,5 B", "tr", 1500),  # bin is a thousand; their own meaning goes before the English one
        ("1.5M", "de", 1_500_000),
        ("2.5k", "ja", 2500),
        # 만 and 억, in every language
        ("3만", "ko", 30_000),
        ("1.2억", "ko", 120_000_000),
        ("1억 2천만", "ko", 120_000_000),
        ("12조3456억", "ko", 12_345_600_000_000),
        ("3만5천", "en-US", 35_000),
        ("천만", "ko", 10_000_000),
        ("2천5백", "ko", 2500),
        ("150万", "ja", 1_500_000),
        ("1億2000萬", "zh-TW", 120_000_000),
        ("1亿", "zh-CN", 100_000_000),
        # other digits
        ("１００", "ja", 100),
        ("１，０００", "ja", 1000),
        ("١٢٣", "en-US", 123),
        ("١٬٢٣٤", "en-US", 1234),
        ("१२३", "hi", 123),
        # the signs of others, where they can mean but one thing
        ("1,5M", "en-US", 1_500_000),
        ("1.5M", "ru", 1_500_000),
        ("1.234.567", "en-US", 1_234_567),
        ("1,234,567", "de", 1_234_567),
        ("1.234,5M", "en-US", 1_234_500_000),
        ("\u200f123\u200e", "en-US", 123),
    ],
)
def test_a_number_is_read_as_its_writer_means_it(typed: str, locale: str, amount: int) -> None:
    assert read_amount(typed, locale) == amount


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        *((typed, "en-US") for typed in ("", " ", "-", "+", "M", "x", "NaN", "∞", "inf", "one")),
        *((typed, "en-US") for typed in ("100x", "10^30", "1e6", "0x10", "1/2", "3M5K", "5 5", "1,2,3")),
        *((typed, "en-US") for typed in ("1,234,56", "1 000,000", "1.2.3", ",5", "5,", "--5", "1%", "$5")),
        *(
            (typed, "en-US")
            for typed in ("5²", "½", "①", "Ⅻ", "만만", "3천만만", "1만2억", "1만20000", "5" * 41)
        ),
        ("1.500", "ru"),  # a thousandfold: neither sign is theirs
        ("1.500", "bg"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused(typed: str, locale: str) -> None:
    with pytest.raises(NotANumber):
        read_amount(typed, locale)


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        ("1,5", "en-US"),
        ("1.5", "en-US"),
        ("1.500", "en-US"),
        ("1,500", "de"),
        ("1.2345K", "en-US"),
        ("1,5", "de"),
    ],
)
def test_what_is_no_whole_number_is_refused(typed: str, locale: str) -> None:
    with pytest.raises(NotWhole):
        read_amount(typed, locale)


@pytest.mark.parametrize("typed", ["0", "-3", "−3", "9" * 30, "11", "0.000조"])
def test_what_is_out_of_bounds_is_told_the_bounds(typed: str) -> None:
    with pytest.raises(OutOfBounds) as refusal:
        read_amount(typed, "en-US", least=1, most=10)

    assert refusal.value.values == {"least": 1, "most": 10}


def test_zero_and_less_are_read_where_they_are_allowed() -> None:
    assert read_amount("0", "en-US", least=0) == 0
    assert read_amount("-1.5K", "en-US", least=-2000) == -1500


@pytest.mark.parametrize(
    ("locale", "number", "short"),
    [
        ("en-US", "1,500", "1.5M"),
        ("ko", "1,500", "150만"),
        ("de", "1.500", "1,5\xa0Mio"),
        ("xx", "1,500", "1.5M"),
        ("no such locale", "1,500", "1.5M"),
    ],
)
def test_a_refusal_shows_how_the_reader_would_write_it(locale: str, number: str, short: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read_amount("many", locale)

    assert refusal.value.values == {"number": number, "short": short}


@given(st.integers(1, MOST), LOCALES)
def test_what_a_language_writes_it_reads_back(amount: int, locale: str) -> None:
    assert read_amount(format_decimal(amount, locale=Locale.parse(locale, sep="-")), locale) == amount


@given(st.integers(1, 999), st.integers(0, 12), LOCALES)
def test_what_a_language_shortens_it_reads_back(digits: int, zeros: int, locale: str) -> None:
    """Three digits that count are kept by a short form of two decimals."""
    amount = digits * 10**zeros
    short = format_compact_decimal(amount, locale=Locale.parse(locale, sep="-"), fraction_digits=2)

    assert read_amount(short, locale) == amount


@given(st.text(max_size=45) | st.text("0123456789.,'_ -+kKmMbB만억천٣１²½", max_size=12), LOCALES)
def test_any_text_is_a_number_within_bounds_or_a_polite_refusal(typed: str, locale: str) -> None:
    try:
        amount = read_amount(typed, locale, 5, 5000)
    except UserError:
        return
    assert 5 <= amount <= 5000


@given(st.integers(0, MOST), LOCALES)
def test_what_a_form_shows_is_read_as_it_was(amount: int, locale: str) -> None:
    assert read_amount(written(amount, locale), locale, 0) == amount
