"""The page as someone at the screen uses it. The one place that knows what SimCord's page is made of."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_PATIENCE = 30.0
"""Seconds until the page is taken to be stuck."""
_AT_REST = """() => new Promise((done) => {
    const look = () => {
        const page = window.simcordPreview;
        const lists = page?.commandPicker.autocomplete.state === "loading";
        if (page?.ready && !page.pendingQuery && !lists) done(); else setTimeout(look, 20);
    };
    look();
})"""
"""The page takes one action at a time, and drops what is pressed meanwhile. Its rules against foreign
scripts refuse Playwright's own way of waiting for an expression."""


class Window:
    """A tab that shows a channel."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("#channel-composer-input")
        """Where messages and commands are typed."""
        self.commands = page.locator(".command-entry")
        """The commands the picker lists."""
        self.suggestions = page.locator(".command-suggestion-label")
        """What an option can be filled with."""
        self.messages = page.locator("#channel-message-list article.channel-message")
        self.form = page.get_by_role("dialog")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.messages.last

    def message(self, message_id: int) -> Locator:
        """One message."""
        return self.page.locator(f"article[data-message-id='{message_id}']")

    async def bring_to_the_middle(self, message_id: int) -> None:
        """Scroll to a message, so that what stands around it is seen as well."""
        await self.message(message_id).evaluate("(message) => message.scrollIntoView({ block: 'center' })")

    async def open(self, address: str) -> None:
        """Go to the page."""
        await self.page.goto(address)
        await self.at_rest()

    async def at_rest(self) -> None:
        """Wait until the page has taken in what was done last.

        Raises:
            TimeoutError: it never does.
        """
        async with asyncio.timeout(_PATIENCE):
            await self.page.evaluate(_AT_REST)

    async def look_again(self) -> None:
        """See what happened meanwhile."""
        await self.at_rest()
        await self.page.locator("#refresh").click()
        await self.at_rest()

    async def become(self, name: str) -> None:
        """Look at the page as somebody else."""
        await self.at_rest()
        await self.page.get_by_label("Viewing as").select_option(label=name)
        await self.at_rest()

    async def write(self, text: str) -> None:
        """Write a message into the channel."""
        await self.box.fill(text)
        await self.box.press("Enter")
        await self.at_rest()

    async def pick(self, command: str) -> None:
        """Take a command, such as `fact search`, from the picker, by keyboard."""
        await self.at_rest()
        await self.box.press_sequentially(f"/{command}")
        await self.commands.filter(has_text=f"/{command}").first.wait_for()
        await self.box.press("Enter")

    def option(self, name: str) -> Locator:
        """The field of an option of the command that was taken."""
        return self.page.locator(f".command-option-input[data-option={name}]")

    async def add(self, name: str) -> None:
        """Add an option that can be left out."""
        await self.page.locator(".command-ghost").click()
        await self.suggestions.get_by_text(name, exact=True).click()

    async def fill(self, name: str, text: str) -> None:
        """Fill in an option as typed, adding it if need be; what is listed meanwhile is not taken."""
        if not await self.option(name).count():
            await self.add(name)
        await self.option(name).fill(text)
        await self.at_rest()
        await self.option(name).press("Escape")

    async def attach(self, name: str, file: Path) -> None:
        """Fill in an option with a file, adding it if need be."""
        chosen = self.page.locator(f".command-file-input[data-option={name}]")
        if not await chosen.count():
            await self.add(name)
        await chosen.set_input_files(file)

    async def send(self) -> None:
        """Run the command that was taken and filled in."""
        await self.at_rest()
        await self.page.locator("#send-message").click()
        await self.at_rest()

    async def run(self, command: str, **options: str) -> None:
        """Take a command, fill it in as typed, and run it."""
        await self.pick(command)
        for name, text in options.items():
            await self.fill(name, text)
        await self.send()

    def button(self, label: str) -> Locator:
        """The newest button that reads so, or begins with it."""
        return self.messages.get_by_role("button").filter(has_text=label).last

    async def press(self, label: str) -> None:
        """Press the newest button that reads so, or begins with it."""
        await self.at_rest()
        await self.button(label).click()
        await self.at_rest()

    async def choose(self, label: str, *, of: str) -> None:
        """Choose in the newest list of that name what reads so, or begins with it."""
        await self.at_rest()
        await self.messages.get_by_role("combobox", name=of).last.click()
        await self.page.get_by_role("option").filter(has_text=label).first.click()
        await self.at_rest()

    async def choose_in_form(self, label: str) -> None:
        """Choose in the form's list what reads so.

        The page looks the list up as it opens, and drops a Submit that comes meanwhile.
        """
        async with self.page.expect_response(
            lambda answer: "browse_candidates" in (answer.request.post_data or "")
        ):
            await self.form.get_by_role("combobox").click()
        await self.form.get_by_role("option").filter(has_text=label).click()
        await self.at_rest()

    async def submit(self) -> None:
        """Send the form that is open."""
        await self.at_rest()
        await self.form.get_by_role("button", name="Submit").click()
        await self.at_rest()

    async def fits(self) -> bool:
        """Whether nothing stands out at the side, so that nobody has to scroll there."""
        return bool(
            await self.page.evaluate(
                "() => document.documentElement.scrollWidth <= innerWidth"
                " && [...document.querySelectorAll('.channel-message')]"
                ".every((message) => message.scrollWidth <= message.clientWidth)"
            )
        )
