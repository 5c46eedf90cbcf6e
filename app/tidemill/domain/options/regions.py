"""Regions whose way of writing numbers and dates can be chosen, each in its own words.

A name is a language and a territory (ISO 639-1 and ISO 3166-1), as the Unicode CLDR names locales.
"""

REGIONS: tuple[tuple[str, str], ...] = (
    ("cs_CZ", "Čeština (Česko)"),
    ("da_DK", "Dansk (Danmark)"),
    ("de_AT", "Deutsch (Österreich)"),
    ("de_CH", "Deutsch (Schweiz)"),
    ("de_DE", "Deutsch (Deutschland)"),
    ("en_AU", "English (Australia)"),
    ("en_CA", "English (Canada)"),
    ("en_GB", "English (United Kingdom)"),
    ("en_IE", "English (Ireland)"),
    ("en_IN", "English (India)"),
    ("en_US", "English (United States)"),
    ("en_ZA", "English (South Africa)"),
    ("es_ES", "Español (España)"),
    ("es_MX", "Español (México)"),
    ("fi_FI", "Suomi (Suomi)"),
    ("fr_BE", "Français (Belgique)"),
    ("fr_CA", "Français (Canada)"),
    ("fr_CH", "Français (Suisse)"),
    ("fr_FR", "Français (France)"),
    ("hu_HU", "Magyar (Magyarország)"),
    ("it_IT", "Italiano (Italia)"),
    ("nb_NO", "Norsk bokmål (Norge)"),
    ("nl_BE", "Nederlands (België)"),
    ("nl_NL", "Nederlands (Nederland)"),
    ("pl_PL", "Polski (Polska)"),
    ("pt_BR", "Português (Brasil)"),
    ("pt_PT", "Português (Portugal)"),
    ("ro_RO", "Română (România)"),
    ("sk_SK", "Slovenčina (Slovensko)"),
    ("sv_SE", "Svenska (Sverige)"),
    ("tr_TR", "Türkçe (Türkiye)"),
)
