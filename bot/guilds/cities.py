"""Where fans live: large cities by zone, the best-known zones first, with the names people type.

CLDR knows one city a zone and calls none by its abbreviation; what it lacks stands here.
"""

from __future__ import annotations

CITIES: tuple[tuple[str, str], ...] = (
    (
        "Asia/Seoul",
        (
            "Seoul 서울, Busan 부산, Incheon 인천, Daegu 대구, Daejeon 대전, Gwangju 광주, Ulsan 울산,"
            " Jeju 제주, Suwon 수원"
        ),
    ),
    (
        "Asia/Tokyo",
        (
            "Tokyo 도쿄, Osaka 오사카, Kyoto 교토, Yokohama 요코하마, Nagoya 나고야, Fukuoka 후쿠오카,"
            " Sapporo 삿포로, Kobe 고베, Saitama 사이타마"
        ),
    ),
    (
        "America/New_York",
        (
            "New York 뉴욕, NYC, Washington 워싱턴, Washington DC, Boston 보스턴, Philadelphia 필라델피아,"
            " Atlanta 애틀랜타, Miami 마이애미, Orlando 올랜도, Tampa 탬파, Charlotte 샬럿, Newark 뉴어크,"
            " Baltimore 볼티모어, Pittsburgh 피츠버그, East Rutherford"
        ),
    ),
    (
        "America/Los_Angeles",
        (
            "Los Angeles 로스앤젤레스, LA 엘에이, San Francisco 샌프란시스코, San Diego 샌디에이고,"
            " San Jose 새너제이, Oakland, Seattle 시애틀, Portland 포틀랜드, Las Vegas 라스베이거스,"
            " Sacramento 새크라멘토"
        ),
    ),
    (
        "America/Chicago",
        (
            "Chicago 시카고, Houston 휴스턴, Dallas 댈러스, Austin 오스틴, San Antonio 샌안토니오,"
            " New Orleans 뉴올리언스, Minneapolis 미니애폴리스, Nashville 내슈빌, Memphis 멤피스"
        ),
    ),
    (
        "Europe/London",
        (
            "London 런던, Manchester 맨체스터, Birmingham 버밍엄, Liverpool 리버풀, Glasgow 글래스고,"
            " Edinburgh 에든버러, Leeds 리즈, Cardiff 카디프, Belfast 벨파스트"
        ),
    ),
    ("Asia/Manila", "Manila 마닐라, Quezon City 케손시티, Cebu 세부, Davao 다바오, Bulacan 불라칸"),
    (
        "Asia/Jakarta",
        (
            "Jakarta 자카르타, Surabaya 수라바야, Bandung 반둥, Medan 메단, Semarang 스마랑,"
            " Yogyakarta 족자카르타"
        ),
    ),
    (
        "America/Sao_Paulo",
        (
            "São Paulo 상파울루, Rio 리우, Rio de Janeiro 리우데자네이루, Brasília 브라질리아,"
            " Belo Horizonte 벨루오리존치, Curitiba 쿠리치바, Porto Alegre 포르투알레그리"
        ),
    ),
    (
        "America/Mexico_City",
        "Mexico City 멕시코시티, CDMX, Guadalajara 과달라하라, Puebla 푸에블라, Querétaro 케레타로",
    ),
    (
        "Asia/Kolkata",
        (
            "Kolkata 콜카타, Mumbai 뭄바이, Bombay 봄베이, Delhi 델리, New Delhi 뉴델리, Bangalore 방갈로르,"
            " Bengaluru 벵갈루루, Chennai 첸나이, Hyderabad 하이데라바드, Pune 푸네, Ahmedabad 아마다바드"
        ),
    ),
    ("Asia/Bangkok", "Bangkok 방콕, Chiang Mai 치앙마이, Phuket 푸껫"),
    ("Asia/Singapore", "Singapore 싱가포르"),
    ("Asia/Kuala_Lumpur", "Kuala Lumpur 쿠알라룸푸르, KL, Penang 페낭, Johor Bahru 조호르바루"),
    ("Asia/Ho_Chi_Minh", "Ho Chi Minh City 호찌민, Saigon 사이공, Hanoi 하노이, Da Nang 다낭"),
    ("Asia/Taipei", "Taipei 타이베이, Kaohsiung 가오슝, Taichung 타이중"),
    ("Asia/Hong_Kong", "Hong Kong 홍콩"),
    (
        "Asia/Shanghai",
        (
            "Shanghai 상하이, Beijing 베이징, Guangzhou 광저우, Shenzhen 선전, Chengdu 청두, Wuhan 우한,"
            " Hangzhou 항저우, Nanjing 난징, Tianjin 톈진"
        ),
    ),
    ("Europe/Paris", "Paris 파리, Lyon 리옹, Marseille 마르세유, Toulouse 툴루즈, Nice 니스, Lille 릴"),
    (
        "Europe/Berlin",
        (
            "Berlin 베를린, Munich 뮌헨, München, Hamburg 함부르크, Frankfurt 프랑크푸르트, Cologne 쾰른,"
            " Köln, Stuttgart 슈투트가르트, Düsseldorf 뒤셀도르프"
        ),
    ),
    ("Europe/Madrid", "Madrid 마드리드, Barcelona 바르셀로나, Valencia 발렌시아, Seville 세비야"),
    ("Europe/Rome", "Rome 로마, Milan 밀라노, Milano, Naples 나폴리, Turin 토리노, Florence 피렌체"),
    ("Europe/Amsterdam", "Amsterdam 암스테르담, Rotterdam 로테르담, The Hague 헤이그"),
    ("Europe/Warsaw", "Warsaw 바르샤바, Kraków 크라쿠프, Gdańsk 그단스크, Wrocław 브로츠와프"),
    ("Europe/Istanbul", "Istanbul 이스탄불, Ankara 앙카라, Izmir 이즈미르"),
    ("Europe/Moscow", "Moscow 모스크바, Saint Petersburg 상트페테르부르크"),
    ("Asia/Riyadh", "Riyadh 리야드, Jeddah 제다, Mecca 메카"),
    ("Asia/Dubai", "Dubai 두바이, Abu Dhabi 아부다비"),
    ("Africa/Cairo", "Cairo 카이로, Alexandria 알렉산드리아, Giza 기자"),
    ("Africa/Lagos", "Lagos 라고스, Abuja 아부자"),
    (
        "Africa/Johannesburg",
        "Johannesburg 요하네스버그, Cape Town 케이프타운, Durban 더반, Pretoria 프리토리아",
    ),
    ("Africa/Nairobi", "Nairobi 나이로비, Mombasa 몸바사"),
    (
        "America/Toronto",
        "Toronto 토론토, Montreal 몬트리올, Ottawa 오타와, Quebec City 퀘벡, Hamilton 해밀턴",
    ),
    ("America/Vancouver", "Vancouver 밴쿠버"),
    ("America/Edmonton", "Edmonton 에드먼턴, Calgary 캘거리"),
    ("America/Bogota", "Bogotá 보고타, Medellín 메데인, Cali 칼리"),
    ("America/Lima", "Lima 리마, Arequipa 아레키파"),
    ("America/Santiago", "Santiago 산티아고, Valparaíso 발파라이소"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires 부에노스아이레스, La Plata 라플라타"),
    ("America/Denver", "Denver 덴버, Salt Lake City 솔트레이크시티, Albuquerque 앨버커키"),
    ("America/Phoenix", "Phoenix 피닉스, Tucson 투손, Scottsdale"),
    ("America/Detroit", "Detroit 디트로이트"),
    ("America/Monterrey", "Monterrey 몬테레이"),
    ("America/Puerto_Rico", "Puerto Rico 푸에르토리코, San Juan 산후안"),
    ("America/Costa_Rica", "San José 산호세"),
    ("Pacific/Honolulu", "Honolulu 호놀룰루, Hawaii 하와이"),
    ("America/Anchorage", "Anchorage 앵커리지, Alaska 알래스카"),
    ("Australia/Sydney", "Sydney 시드니, Canberra 캔버라, Newcastle"),
    ("Australia/Melbourne", "Melbourne 멜버른"),
    ("Australia/Brisbane", "Brisbane 브리즈번, Gold Coast 골드코스트"),
    ("Australia/Perth", "Perth 퍼스"),
    ("Australia/Adelaide", "Adelaide 애들레이드"),
    ("Pacific/Auckland", "Auckland 오클랜드, Wellington 웰링턴, Christchurch 크라이스트처치"),
    ("Asia/Karachi", "Karachi 카라치, Lahore 라호르, Islamabad 이슬라마바드"),
    ("Asia/Dhaka", "Dhaka 다카, Chittagong 치타공"),
    ("Asia/Jerusalem", "Jerusalem 예루살렘, Tel Aviv 텔아비브"),
    ("Europe/Dublin", "Dublin 더블린, Cork 코크"),
    ("Europe/Lisbon", "Lisbon 리스본, Porto 포르투"),
    ("Europe/Zurich", "Zürich 취리히, Geneva 제네바, Bern 베른, Basel 바젤"),
    ("Europe/Athens", "Athens 아테네, Thessaloniki 테살로니키"),
    ("Europe/Kyiv", "Kyiv 키이우, Kiev 키예프, Lviv 리비우, Kharkiv 하르키우, Odesa 오데사"),
    ("Asia/Makassar", "Makassar 마카사르, Bali 발리, Denpasar 덴파사르"),
    ("Asia/Almaty", "Almaty 알마티, Astana 아스타나"),
    ("Asia/Yangon", "Yangon 양곤"),
    ("America/Nuuk", "Nuuk 누크"),
    ("UTC", "UTC 협정세계시"),
)
"""Zones with cities as people write them, a Latin name and a Korean one side by side."""

ABBREVIATIONS: dict[str, str] = {
    "KST 한국표준시 한국시간": "Asia/Seoul",
    "JST 일본표준시": "Asia/Tokyo",
    "PHT PHST": "Asia/Manila",
    "WIB": "Asia/Jakarta",
    "WITA": "Asia/Makassar",
    "WIT": "Asia/Jayapura",
    "ICT": "Asia/Bangkok",
    "SGT": "Asia/Singapore",
    "MYT": "Asia/Kuala_Lumpur",
    "HKT": "Asia/Hong_Kong",
    "IST": "Asia/Kolkata Asia/Jerusalem Europe/Dublin",
    "PKT": "Asia/Karachi",
    "NPT": "Asia/Kathmandu",
    "GST": "Asia/Dubai",
    "IRST": "Asia/Tehran",
    "TRT": "Europe/Istanbul",
    "MSK": "Europe/Moscow",
    "CET CEST MEZ MESZ": "Europe/Paris",
    "EET EEST": "Europe/Athens",
    "WET WEST": "Europe/Lisbon",
    "BST": "Europe/London Asia/Dhaka",
    "GMT": "UTC Europe/London",
    "UTC UCT Z Zulu": "UTC",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Maputo",
    "EAT": "Africa/Nairobi",
    "SAST": "Africa/Johannesburg",
    "EST EDT ET": "America/New_York",
    "CST": "America/Chicago Asia/Shanghai America/Havana",
    "CDT CT": "America/Chicago",
    "MST MDT MT": "America/Denver",
    "PST PDT PT": "America/Los_Angeles",
    "AKST AKDT": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "AST": "America/Halifax Asia/Riyadh",
    "ADT": "America/Halifax",
    "NST NDT": "America/St_Johns",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "CLT CLST": "America/Santiago",
    "COT": "America/Bogota",
    "PET": "America/Lima",
    "VET": "America/Caracas",
    "AEST AEDT AET": "Australia/Sydney",
    "ACST ACDT": "Australia/Adelaide",
    "AWST": "Australia/Perth",
    "NZST NZDT NZT": "Pacific/Auckland",
}
"""Abbreviations, and the zones they stand for; several where people mean different ones by it."""

COUNTRIES: dict[str, str] = {
    "KR": "Korea, Republic of Korea, 한국, 남한",
    "US": "US, USA, America, United States of America",
    "GB": "UK, Britain, Great Britain, England, Scotland, Wales, 잉글랜드",
    "AE": "UAE, 아랍에미리트",
    "HK": "Hong Kong, 홍콩",
    "MO": "Macau, Macao, 마카오",
    "NL": "Holland",
    "CZ": "Czech Republic",
    "TR": "Turkey, 터키",
    "MM": "Burma",
    "CI": "Ivory Coast",
    "KP": "DPRK",
}
"""Names of countries by ISO code, where CLDR has another."""
