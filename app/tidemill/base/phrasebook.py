"""What services, checks and gates say, in another language (decision 0045).

They put their sentences together in English, in which these are stored, mailed and logged. A window
of another language finds the template that a sentence was made from, takes the template's
translation and fills its holes with what stood in the sentence. What stands in a hole is translated
too where it is a text of the code itself, but never what people named.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import combinations, count, pairwise
from math import comb

from tidemill.base.templates import HOLE, NUMBER, Hole, Template

Numbers = Callable[[str], str]
"""A number as the code writes it, `1,234.5`, to how the chosen region writes it."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_WHOLE_WORD = re.compile(r"(?<![\0\w])[^\W\d_]{2,}(?![\0\w])")
"""A word with no hole beside it: it stands whole in every sentence made from its template."""
_COUNTED = re.compile(rf"({NUMBER.pattern})( +)(\S.*)", re.S)
_LED_NUMBER = re.compile(rf"(\D+?)( +)({NUMBER.pattern})")
_LAST_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?[\d.,]+%?$")
_SENTENCE_END = re.compile(r"(?<=[.!?\N{HORIZONTAL ELLIPSIS}])([\"”’)]*\s+)(?=\S)|(\n+| · )")
_LIST = re.compile(r"(, and |, or |, | and | or |; | · |: )")
_WORD_LIST = re.compile(r"[^\s,]+(?:, [^\s,]+)* (and|or) [^\s,]+")
_ONE_NAME = r"[^\s(),;:]+(?: v?\d+)?"
_NAME = re.compile(rf"(?![a-z]+$)(?:{_ONE_NAME})?")
_NAMES = re.compile(rf"(?:{_ONE_NAME}(?:, {_ONE_NAME})*(?: (?:and|or) {_ONE_NAME})?)?")
"""What people named, and a list of it, where little else tells the template."""
_LONGEST = 2_000
"""Texts with more letters are documents, not sentences."""
_DEEPEST = 3
"""So many sentences may stand within each other."""
_SHORT = 20
"""Templates with no more fixed signs take no names of many words."""
_LONG_NAME = 4
_UNKNOWN = 15
"""So many fixed signs more has to have a template that leaves something unknown in a hole."""
_MOST_SPLITS = 200


class Phrasebook:
    """The texts of the code in one language."""

    def __init__(
        self,
        translations: Mapping[str, str],
        *,
        words: Mapping[str, str],
        numbers: Numbers = str,
        most_kept: int = 4_096,
    ) -> None:
        """Take translations by their templates, the window's own words, and how numbers look."""
        self.translations, self.own_words = translations, words
        self.numbers = numbers
        self.most_kept = most_kept
        self._kept: dict[str, str] = {}
        self._told: set[str] = set()
        self._made: dict[str, Template] = {}

    def said(self, sentence: str) -> str:
        """A sentence in the language; as it is where no text of the code made it."""
        kept = self._kept.get(sentence)
        if kept is not None:
            return kept
        if sentence in self._told:
            return sentence
        told = self._said(sentence)
        if len(self._kept) >= self.most_kept:
            self.forget()
        self._kept[sentence] = told
        if told not in self.translations and told not in self.own_words:
            self._told.add(told)  # it may pass here once more, and is said already
        return told

    def forget(self) -> None:
        """Say everything anew, as where numbers are written in another way from now on."""
        self._kept.clear()
        self._told.clear()

    def _said(self, sentence: str) -> str:
        if not 1 < len(sentence) <= _LONGEST:
            return sentence
        exact = self._exact(sentence)
        if exact is not None:
            return exact
        pieces = _pieces(sentence)
        said, at = [], 0
        while at < len(pieces):
            for end in range(len(pieces), at, -2):
                piece = "".join(pieces[at:end])
                told = self._one(piece, 0)
                if told is not None:
                    break
            else:
                end, told = at + 1, pieces[at]
            said += [told, *pieces[end : end + 1]]
            at = end + 1
        return "".join(said)

    def _exact(self, text: str) -> str | None:
        """The translation of a text without holes, whichever its first letter and its full stop."""
        for form in (text, _upper(text), _lower(text)):
            for known in (self.translations, self.own_words):
                if form in known:
                    return self._begun_as(text, form, known[form])
                if form + "." in known:
                    return self._begun_as(text, form, known[form + "."].removesuffix("."))
                if form.endswith(".") and form[:-1] in known:
                    return self._begun_as(text, form, known[form[:-1]] + ".")
        return None

    def _begun_as(self, text: str, form: str, told: str) -> str:
        """A translation of a text that stands in the code with another first letter."""
        if form[:1] == text[:1]:
            return told
        if text[:1].isupper():
            return _upper(told)
        first = _WORD.match(told)
        if first is None:
            return told
        word = first[0]
        # A noun of German keeps its capital within a sentence; another word has none there.
        as_noun = self._all_told.count(f" {word} ")
        return told if as_noun >= self._all_told.count(f" {_lower(word)} ") else _lower(told)

    @cached_property
    def _all_told(self) -> str:
        return "\n".join(self.translations.values())

    def _one(self, sentence: str, depth: int) -> str | None:
        """The translation of one sentence, or of several that one template made."""
        exact = self._exact(sentence)
        if exact is not None:
            return exact
        told, most = None, -_UNKNOWN * _LONGEST
        for form in dict.fromkeys((sentence, _turned(sentence))):
            for template in self._candidates(form):
                if template.weight <= most:
                    break
                found = template.filled_by(form)
                if found is None or any(map(_SENTENCE_END.search, found)):
                    continue
                filled = self._filled(template, found, depth)
                if filled is not None and template.weight - _UNKNOWN * filled[0] > most:
                    most = template.weight - _UNKNOWN * filled[0]
                    told = self._begun_as(sentence, form, filled[1])
        if told is not None:
            return told
        if sentence[-1:].isalnum() and depth < _DEEPEST:
            # A sentence within another lost its full stop.
            ended = self._one(sentence + ".", depth)
            return None if ended is None else ended.removesuffix(".")
        return None

    def _filled(
        self, template: Template, found: tuple[str, ...], depth: int
    ) -> tuple[int, str] | None:
        """How many holes hold what is not known, and the translation with its holes filled.

        None where a weak template fits by chance.
        """
        values: dict[str, str] = {}
        n_unknown = 0
        for hole, content in zip(template.holes, self._parted(template, found), strict=True):
            # No template stands in a weak one: much could be read in many ways.
            told = self._content(hole, content, _DEEPEST if template.is_weak else depth)
            if not self._is_sure(template, hole, content, told):
                return None
            n_unknown += told is None
            told = content if told is None else told
            values.setdefault(hole.name, told)
        holes = count()
        return n_unknown, HOLE.sub(
            lambda hole: hole[1][0] if hole[1] else values.get(hole[2] or str(next(holes)), ""),
            self.translations[template.text],
        )

    @staticmethod
    def _is_sure(template: Template, hole: Hole, content: str, told: str | None) -> bool:
        """Whether what fills a hole tells nothing against a template that much looks like."""
        if template.is_weak:
            if hole.holds_peoples_words:
                return _NAMES.fullmatch(content) is not None
            return told is not None or _NAME.fullmatch(content) is not None
        if template.weight <= _SHORT and hole.holds_peoples_words and not hole.is_quoted:
            return content.count(" ") < _LONG_NAME or "," in content
        return True

    def _parted(self, template: Template, found: tuple[str, ...]) -> list[str]:
        """What fills the holes, told apart better where nothing or only blanks are between them.

        Read from the left `Log` and `loss 0.36` fill `{title} {value:.2f}`, and nothing and
        `true` fill `{levels}{rest}`.
        """
        parted = list(found)
        for place, after in enumerate(template.holes[1:]):
            if not template.literals[place + 1] and not parted[place]:
                both = parted[place + 1]
                number = _LAST_NUMBER.search(both) if after.takes_numbers_only else None
                at = len(both) if number is None else number.start()
                parted[place : place + 2] = [both[:at], both[at:]]
        start = 0
        while start < len(parted):
            end = start + 1
            while end < len(parted) and template.literals[end] == " ":
                end += 1
            if end - start > 1:
                parted[start:end] = self._split(template.holes[start:end], parted[start:end])
            start = end
        return parted

    def _split(self, holes: tuple[Hole, ...], parts: list[str]) -> list[str]:
        """Words for holes with blanks between, such that most of the holes hold what is known."""
        words = " ".join(parts).split(" ")
        if len(words) == len(holes) or comb(len(words) - 1, len(holes) - 1) > _MOST_SPLITS:
            return parts
        best, most = parts, -1
        for cuts in combinations(range(1, len(words)), len(holes) - 1):
            ends = [0, *cuts, len(words)]
            split = [" ".join(words[a:b]) for a, b in pairwise(ends)]
            worth = sum(self._worth(*pair) for pair in zip(holes, split, strict=True))
            if worth > most:
                best, most = split, worth
        return best

    def _worth(self, hole: Hole, content: str) -> int:
        if NUMBER.fullmatch(content):
            return 1
        if hole.holds_peoples_words:
            return int(_NAMES.fullmatch(content) is not None)
        return 2 * int(not hole.takes_numbers_only and self._exact(content) is not None)

    def _content(self, hole: Hole, content: str, depth: int) -> str | None:
        """What stands in a hole, in the language; None where it is not known."""
        if NUMBER.fullmatch(content):
            return content if hole.is_quoted else self.numbers(content)
        if hole.holds_peoples_words or not content.strip():
            return self._names(content)
        if hole.may_list_names and _WORD_LIST.fullmatch(content):
            return self._names(content)
        return self._part(content, depth + 1)

    def _part(self, content: str, depth: int) -> str | None:
        """A text of the code, a count of something, or a list of such; None if it is neither."""
        found = self._exact(content) or self._listed(content)
        if found is None and depth <= _DEEPEST:
            found = self._one(content, depth)
        if found is not None:
            return found
        counted = _COUNTED.fullmatch(content)
        if counted is not None:
            noun = self._exact(counted[3])
            if noun is not None:
                return self.numbers(counted[1]) + counted[2] + noun
        led = _LED_NUMBER.fullmatch(content)
        if led is not None:
            words = self._exact(led[1])
            if words is not None:
                return words + led[2] + self.numbers(led[3])
        return self._joined(content, depth) if depth <= _DEEPEST + 1 else None

    def _listed(self, content: str) -> str | None:
        """A list of texts of the code, such as of reasons."""
        parts = _LIST.split(content)
        said = [self._exact(part) for part in parts[::2]]
        if len(parts) == 1 or None in said:
            return None
        return self._with_marks([part or "" for part in said], parts[1::2])

    def _joined(self, content: str, depth: int) -> str | None:
        """A list of which each part is a sentence of its own, a number or one word."""
        parts = _LIST.split(content)
        said = [self._listed_part(part, depth + 1) for part in parts[::2]]
        if len(parts) == 1 or None in said or said == parts[::2]:
            return None
        return self._with_marks([part or "" for part in said], parts[1::2])

    def _listed_part(self, part: str, depth: int) -> str | None:
        if NUMBER.fullmatch(part):
            return self.numbers(part)
        # One word may be a name.
        return self._part(part, depth) if " " in part.strip() else part

    def _with_marks(self, parts: list[str], marks: list[str]) -> str:
        said = [self._mark(mark) for mark in marks]
        return "".join(part + mark for part, mark in zip(parts, [*said, ""], strict=True))

    def _names(self, content: str) -> str:
        """Names are as they are; what joins the last two of a list is not."""
        listed = _WORD_LIST.fullmatch(content)
        if listed is None:
            return content
        at = listed.start(1) - 1
        mark = content[at : listed.end(1) + 1]
        return content[:at] + self._mark(mark) + content[listed.end(1) + 1 :]

    def _mark(self, mark: str) -> str:
        """`and` or `or` between two things, in the language."""
        word = mark.strip(", ")
        told = self.translations.get(f"{{names}} {word} {{last}}", "")
        between = told.removeprefix("{names}").removesuffix("{last}")
        return mark.replace(f" {word} ", between) if between else mark

    def _candidates(self, sentence: str) -> Iterator[Template]:
        """The templates that may have made a sentence, the one with the most letters first."""
        index = self._index
        found = {ranked for word in set(_WORD.findall(sentence)) for ranked in index.get(word, ())}
        for _, _, text in sorted(found):
            yield self._template(text)

    def _template(self, text: str) -> Template:
        made = self._made.get(text)
        if made is None:
            made = self._made[text] = Template(text)
        return made

    @cached_property
    def _index(self) -> dict[str, list[tuple[int, int, str]]]:
        """By the rarest of its fixed words each template, with its letters as a negative number."""
        bare = {text: HOLE.sub("\0", text) for text in self.translations if "{" in text}
        words = {text: set(_WHOLE_WORD.findall(one)) for text, one in bare.items() if "\0" in one}
        frequency = Counter(word for each in words.values() for word in each)
        index: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for text, each in words.items():
            if each:
                rarest = min(each, key=lambda word: (frequency[word], word))
                index[rarest].append((-len(bare[text]), -_numbers_in(text), text))
        return dict(index)


def _numbers_in(text: str) -> int:
    """How many holes of a template are for numbers, by how they are written or are called."""
    return len(re.findall(r"\{(?:n|n_\w+)[:}]|\{\w+:[+,.\d]*[dfge%]?\}", text))


def _pieces(text: str) -> list[str]:
    """Sentences, with what stands between each two: an odd number of pieces."""
    pieces, at = [], 0
    for match in _SENTENCE_END.finditer(text):
        quotes = len(match[0]) - len(match[0].lstrip('"”’)'))
        pieces += [text[at : match.start() + quotes], match[0][quotes:]]
        at = match.end()
    return [*pieces, text[at:]]


def _turned(text: str) -> str:
    return text[:1].swapcase() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
