"""Status: whether a provision named in a letter was applied, considered or merely mentioned, and to which questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, SpanGroup

from corpus.law import is_ground, parents, provisions, section_of
from corpus.records import Citation, CitationStatus
from ingest.read.citations import Found
from ingest.read.layout import Layout
from ingest.read.nlp import VENDOR_NAMES, pipeline
from ingest.read.ties import BRIDGE, tie
from ingest.read.zones import TAIL, Zone

_ANSWERING = frozenset({Zone.ANSWER, Zone.REFUSAL, Zone.PUBLIC_INTEREST})
_SILENT = TAIL | {Zone.REQUEST, Zone.QUOTED_MAIL}
_STRONG = re.compile(
    r"\b(?:is|are|was|were|has|have|been|being|therefore|hereby)\b[^.]{0,60}\b(?:applied|applies|exempt|"
    r"withheld|refused|relied|relying|engaged|redacted|invoked|excepted)\b|\b(?:we|i|the (?:council|trust|"
    r"force|university|department|"
    r"constabulary|authority|board))\b[^.]{0,40}\b(?:apply|applying|applied|rely|relying|relied|withhold|"
    r"withholding|refus\w+|redact\w*|consider\w* (?:that )?(?:the|this|it)\b)|refusal notice|"
    r"following exemptions?|this (?:information )?is exempt|exempt(?:ion)? under|by virtue of",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:resolved|decided|determined)\b[^.]{0,40}\bto (?:refuse|withhold|redact|apply)\b|"
    r"\b(?:i|we|the (?:council|trust|force|university|department|authority|board|panel|reviewer)) "
    r"(?:therefore |also |would |do |must )*uphold\b|"
    r"\bthe exemptions? (?:at|in|under|provided by|set out in) (?:section|s\.|regulation)[^.]{0,25}\b"
    r"(?:appl(?:y|ies)|(?:is|are|was) engaged)\b|"
    r"\bexempt (?:from disclosure )?"
    r"(?:under|by virtue)\b|"
    r"\bwe\s+(?:are|have|also|do|must|therefore)?\s*(?:also\s+)?(?:applying|relying|applied|withheld|"
    r"withholding|refusing|refuse|rely|apply)\b|"
    r"\b(?:is|are|been|be)\s+(?:being\s+|also\s+|therefore\s+|considered\s+|fully\s+)*(?:exempt|withheld|"
    r"redacted|refused|excepted)\b[^.]{0,80}\b(?:under|by virtue of|section|s\.|regulation)|\b(?:applies|"
    r"engaged)\s+(?:by virtue|because|as|here|to)|duty\b[^.]{0,140}\bdoes not\s+(?:therefore\s+)?(?:arise|"
    r"apply)\b[^.]{0,40}\bvirtue",
    re.IGNORECASE,
)
_REQUESTER = re.compile(
    r"\byour (?:\w+ )?(?:reply|response|decision|answer|refusal)\b|\b(?:i (?:would|want|wish|believe|"
    r"request|ask|understand|note)|i['’]d|i am asking|my|please|"
    r"you (?:say|said|state|claim|argue|may|might|must|should)|other (?:councils|"
    r"authorities|forces|trusts)|if)\b|\?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\W*(?:(?:please )?(?:note|be aware|remember)(?: that)?,? |however,? |also,? )*(?:if|where|should|"
    r"were|had|in the event|unless)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"\b(?:may|might|would|could|can|should|need not|(?:do|does|did) not have to|is (?:un)?likely|"
    r"are (?:un)?likely)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:has|have) (?:therefore |also )?(?:been|applied|withheld|refused|redacted|relied)\b|\b(?:is|"
    r"are) (?:therefore |being |also )*"
    r"(?:exempt|withheld|refused|redacted|excepted)\b|\bwe (?:are|therefore) |\bapplies (?:here|to (?:this|"
    r"these|your|the))\b",
    re.IGNORECASE,
)
_NEITHER = re.compile(r"\bneither\s+confirm\w*\s+n?or\s+den", re.IGNORECASE)
_NO_EXEMPTION = re.compile(
    r"\bno (?:exemptions?|exceptions?)\b[^.;]{0,100}\b(?:considered|applied|relied|claimed|used|needed|"
    r"engaged|cited)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(  # a letter that only asks for more time, section 10(3)
    r"\bnot (?:yet|so far) (?:been able to )?(?:reach|reached|come to|decided?|concluded?|determined?|"
    r"formed|made up|completed)\b|"
    r"\bstill (?:considering|weighing|assessing|deciding)\b|"
    r"\b(?:need|require|taking|take|allow\w*|extend\w*|extension)\b[^.]{0,40}\b(?:more|further|additional|"
    r"extra|extend\w*|extension of)?"
    r" ?(?:time|working days|deadline)\b[^.]{0,60}\b(?:public interest|consider|assess|weigh|balance)",
    re.IGNORECASE,
)
_GIVEN_UP_AFTER = re.compile(
    r"\s*(?:[A-Z][^.]{0,90}?,? )?(?:that|this|the) (?:exemption|section|exception|ground|provision|regulation)s? "
    r"(?:is|was|has|have|will|would|are)[^.,;]{0,25}\b(?:not|no longer|never)\b(?! (?:be )?(?:absolute|"
    r"qualified|subject|met))",
    re.IGNORECASE,
)
_TAKEN_BACK_AFTER = re.compile(  # "The Trust cited section 38. That was wrong."
    r"\s*(?:(?:having|after|on)\b[^.;]{0,60},\s*)?(?:"
    r"(?:i|we|the (?:panel|reviewer|council|trust|board|university|authority|force|department)) (?:now |have |also |"
    r"therefore |however )*(?:do|does|did|can|could|have)(?: not|n['’]t) (?:now )?(?:uphold|upheld|"
    r"agree|accept|support|maintain|"
    r"sustain|repeat)\b|"
    r"(?:i|we) (?:now |have |also |therefore )*(?:find|found|conclude[d]?|accept|consider|think|agree|"
    r"believe|decided)"
    r"(?: that)? (?:this|that|it|they|the (?:exemption|exception|section|refusal|decision)) (?:was|were|"
    r"is|are|had been|"
    r"should|does|did)\b[^.;]{0,40}?\b(?:mistake|error|wrong\w*|incorrect\w*|not|misplaced|too \w+|no longer|"
    r"unnecessary|unjustified|reversed|withdrawn)\b|"
    r"(?:(?:in|to) (?:my|our) (?:view|mind|opinion),? )?(?:this|that|it|which|they|(?:that|this|the) "
    r"(?:decision|refusal|claim|reliance|application)) (?:was|were|is|are|has been|have been|"
    r"should)(?: now| therefore)? "
    r"(?:wrong|a mistake|an error|in error|mistaken|incorrect|reversed|overturned|withdrawn|set aside|quashed|"
    r"(?:applied|used|cited|relied on) (?:too widely|too broadly|wrongly|in error|by mistake)|"
    r"not (?:right|correct|needed|necessary|justified|upheld|have been)|no longer)|"
    r"(?:i|we) (?:have |now |therefore )*(?:overturn|overturned|reverse|reversed|withdraw|withdrawn|"
    r"set)\b[^.;]{0,20}\b"
    r"(?:this|that|it|aside|decision|refusal))",
    re.IGNORECASE,
)
_GIVEN_AFTER_ALL = re.compile(  # behind what an earlier reply withheld
    r"\s*(?:it|they|this|these|all of (?:it|them)|a copy|copies|both) (?:is|are|can|has|have|will)\b[^.;]{0,20}\b"
    r"(?:attached|enclosed|released|disclosed|provided|given|sent|below)\b(?![^.]{0,30}\bredact)",
    re.IGNORECASE,
)
_PASSED_OVER = re.compile(  # what stands before a provision that another is used in place of
    r"\b(?:rather than|instead of|in place of|in preference to|substituted (?:\w+ )?for|(?<!or )(?<!whether )not)\s+"
    r"(?:that |those )?(?:on |under |by |in )?(?:the (?:exemption|exception) (?:in|at|under) )?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(  # what stands before a provision that another is only compared with
    r"\b(?:unlike|in contrast (?:to|with)|as opposed to|no (?:\w+ )?(?:equivalent|counterpart|"
    r"parallel)(?: in \w+)? (?:of|to|for)|"
    r"nothing (?:\w+ ){0,4}(?:like|akin to|that corresponds to)|(?:provision|rule)[^.;]{0,20} (?:like|"
    r"that corresponds to|"
    r"equivalent to|corresponding to))\s+(?:the )?(?:[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(
    r"\s*(?:\([^()\d]{3,60}\)\s*)?(?:therefore |also |now |accordingly )?"
    r"(?:applies|stands|is engaged|is maintained|is upheld|is applied|has been applied)\b",
    re.IGNORECASE,
)
_OPENS_A_CLAUSE = re.compile(
    r"(?P<so>\b(?:so|therefore|thus|hence|accordingly),?\s+)?(?P<mark>(?:^|[;:,]\s+|\b(?:and|but)\s+)?)"
    r"(?:the exemptions? (?:in|at|under) )?$",
    re.IGNORECASE,
)
_COUNTED_REQUESTS = re.compile(
    r"\b(?:number of|how many|several|some|\d+)\s+(?:\w+ )?requests\b[^.]{0,40}\b(?:refused|rejected)\b|"
    r"\b(?:refused|rejected)\s+(?:\d+|some|several|few|most)\s+(?:\w+ )?requests\b",
    re.IGNORECASE,
)
_HAD_NOT = re.compile(r"\bhad (?:we|i|it|they|the \w+) not\b", re.IGNORECASE)
_NOTHING_WITHHELD = re.compile(
    r"\s*(?:here,? |in this case,? |however,? )*(?:nothing|none of (?:this|it|them)|"
    r"no information) (?:has|had|have|is|was|needs?) [^.]{0,30}"
    r"(?:withheld|held back|redacted|refused|removed|kept back|left out)",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(r"\b(?:IC-\d{4,}|FS5\d{4,}|FER\d{5,}|EA/20\d\d|UKUT|UKFTT)")
_QUOTED_REQUESTER = re.compile(
    r"\byou(?:r (?:e-?mail|letter|request|complaint))?\s+(?:have\s+|also\s+)*(?:argued?|"
    r"asked?(?!\s+for\s+(?:is|was|are|were|falls?|constitutes?)\b)|said|says?|"
    r"suggest(?:ed)?|stated?|claim(?:ed)?|contend(?:ed)?|maintain(?:ed)?|mention(?:ed)?|quoted?|cited?|"
    r"refer(?:red)?)\b(?:(?!\n\s{0,9}\n|(?:,|\band|\bso|\bbut)\s+we\b)[^.?:;])*$",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r"(?:matters?|purposes?|interests?)\s+(?:(?:mentioned|set out|specified|listed|described|"
    r"referred to)\s+)?(?:in|under|at)\s*$",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(?<!not )\b(?:uphold|upheld|maintain(?:ed|s)?|continue[sd]? to|remain[s]?|still|correctly|rightly|was correct|"
    r"(?:have|has) done so|did so|do so here|repeats? (?:that|the|this|our) refusal|is refused on the same|"
    r"now (?:apply|rely|relying|applying|cite|refus\w+)|instead (?:rely|apply|cite))\b",
    re.IGNORECASE,
)

_AN_EARLIER_REPLY = re.compile(
    r"\bin (?:our|its|the) (?:reply|response|answer|letter|decision) (?:of|dated|on) |"
    r"\b(?:the|our) (?:reply|response|answer|council|trust|force|department|university|"
    r"authority) (?:\w+ ){0,3}(?:relied|"
    r"refused|withheld|cited|applied)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(  # what a review tells of the reply it looks at, and what was thought of besides
    r"\b(?:first|original|initial|earlier|previous) (?:answer|reply|response|decision|"
    r"refusal)\b[^.;]{0,60}\b(?:relied|"
    r"refused|cited|applied|withheld|said|claimed)\b|\b(?:i|we) (?:have )?also considered (?:section|regulation)s? |"
    r"\bin (?:our|its|the) (?:first|original|initial|earlier|previous) (?:answer|reply|response|decision)\b",
    re.IGNORECASE,
)


def judge(layout: Layout, found: Sequence[Found]) -> list[Citation]:
    """Return a citation for each provision found, with its status, zone, questions and sentence.

    The zone decides first: the requester's words, quoted mail, review text and footers only mention. Elsewhere the
    words of the sentence decide. A coarse number takes the finest level the letter applies ("section 43" after 43(2));
    a condition such as 40(3A)(a) goes into the `conditions` of the ground it serves.
    """
    sentences = [layout.sentences.at(f.start) for f in found]
    zones = [layout.zone_at(f.start) for f in found]
    plain = [_by_place(layout, f, z, layout.text[slice(*s)]) for f, z, s in zip(found, zones, sentences, strict=True)]
    weighed = list(dict.fromkeys(s for s, status in zip(sentences, plain, strict=True) if status is None))
    texts = [" ".join(layout.text[s:e].split()) for s, e in weighed]
    words = dict(zip(weighed, map(_cues, pipeline().pipe(texts, disable=[VENDOR_NAMES])), strict=True))
    citations = []
    for item, zone, span, known in zip(found, zones, sentences, plain, strict=True):
        status = known or _by_words(layout, item, zone, words[span])
        if known is None and zone in _ANSWERING and _affirmed(layout.text, item, span):
            status = CitationStatus.APPLIED
        if status is CitationStatus.APPLIED:
            status = _by_what_follows(layout, item, span, words[span])
        citations.append(
            Citation(
                provision=item.provision.id,
                law=item.provision.law,
                section=item.provision.number,
                title=item.provision.title,
                status=status,
                zone=zone.value,
                conditions=(),
                questions=(),
                page=layout.page_at(item.start),
                start=item.start,
                end=item.end,
                text=layout.text[item.start : item.end],
                evidence=" ".join(layout.text[span[0] : span[1]].split()),
            )
        )
    return tie(layout, _settle(_fold_conditions(citations)))


def _by_place(layout: Layout, item: Found, zone: Zone, sentence: str) -> CitationStatus | None:
    """Return the status that the place of a citation settles, or None where its sentence has to be weighed."""
    if not is_ground(item.provision) or (
        zone in _SILENT and not (zone is Zone.REQUEST and _told_by_the_authority(sentence))
    ):
        return CitationStatus.MENTIONED
    if _QUOTED_REQUESTER.search(layout.text, max(0, item.start - 140), item.start):
        return CitationStatus.MENTIONED
    if layout.text[layout.text.rfind("\n", 0, item.start) + 1 : item.start].lstrip().startswith(">"):
        return CitationStatus.MENTIONED
    before = layout.text[max(0, item.start - 60) : item.start].rsplit("\n\n", 1)[-1].replace("\n", " ")
    if _MATTERS.search(before) or _COMPARED.search(before):
        return CitationStatus.MENTIONED
    if _PASSED_OVER.search(before):
        return CitationStatus.CONSIDERED
    if (zone is Zone.HISTORY or _EARLIER.search(sentence)) and not _FINAL.search(sentence):
        return CitationStatus.CONSIDERED
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of one sentence say of the provisions in it."""

    weighed: bool
    elsewhere: bool
    relied_on: bool
    supposed: bool
    explained: bool  # the law told, not used


def _cues(doc: Doc) -> _Words:
    """Return what the status cues found in a sentence amount to."""
    sentence = doc.text
    applied, hypothetical, explained = (len(doc.spans[group]) > 0 for group in ("applied", "hypothetical", "explained"))
    strong = _STRONG.search(sentence) is not None or _NEITHER.search(sentence) is not None
    return _Words(
        weighed=(_weighed(doc.spans["considered"], sentence) or _NO_EXEMPTION.search(sentence) is not None)
        and not _FINAL.search(sentence),
        elsewhere=len(doc.spans["elsewhere"]) > 0
        or _CASE_NUMBER.search(sentence) is not None
        or _COUNTED_REQUESTS.search(sentence) is not None,
        relied_on=applied and strong and not hypothetical,
        supposed=_by_condition(sentence) or (hypothetical and not strong and (not explained or _of_another(doc))),
        explained=explained and not strong,
    )


def _of_another(doc: Doc) -> bool:
    """Tell whether a sentence speaks of a request that was not made, whatever it explains of the law."""
    return any(span.label_ == "another-request" for span in doc.spans["hypothetical"])


def _by_condition(sentence: str) -> bool:
    """Tell whether a sentence only says what would follow from a condition: "If it took longer we could refuse"."""
    return _CONDITION.match(sentence) is not None and _WOULD.search(sentence) is not None and not _DONE.search(sentence)


def _by_words(layout: Layout, item: Found, zone: Zone, words: _Words) -> CitationStatus:
    """Return the status that the words of a citation's sentence give it."""
    if words.elsewhere:
        return CitationStatus.MENTIONED
    if words.weighed:
        return CitationStatus.CONSIDERED
    if BRIDGE.match(item.provision.id):
        return CitationStatus.APPLIED
    if _inside_quotes(layout.text, layout.paragraphs[layout.paragraph_at(item.start)].start, item.start):
        return CitationStatus.MENTIONED
    if zone in (Zone.PREAMBLE, Zone.LETTERHEAD):
        return CitationStatus.APPLIED if words.relied_on else CitationStatus.MENTIONED
    if words.supposed:
        return CitationStatus.MENTIONED
    return CitationStatus.APPLIED


def _affirmed(text: str, item: Found, span: tuple[int, int]) -> bool:
    """Tell whether a clause of its own says that the provision applies: "the firm objected, so section 41 stands"."""
    if not _AFFIRMED.match(text, item.end):
        return False
    before = " ".join(text[span[0] : item.start].split()) + " "
    opens = _OPENS_A_CLAUSE.search(before.lstrip())
    if opens is None or not (opens["so"] or opens["mark"].strip() in (";", ":", ",", "and", "but")):
        return False
    return bool(opens["so"]) or not _CONDITION.match(before)


def _by_what_follows(layout: Layout, item: Found, span: tuple[int, int], words: _Words) -> CitationStatus:
    """Return the status of a provision that its own sentence applies, in view of what is said next."""
    paragraph = layout.paragraphs[layout.paragraph_at(item.start)]
    if words.explained and _NOTHING_WITHHELD.match(layout.text, span[1]):
        return CitationStatus.MENTIONED
    behind = (layout.text, span[1], paragraph.end)
    if _GIVEN_UP_AFTER.match(*behind) or _TAKEN_BACK_AFTER.match(*behind) or _UNDECIDED.search(paragraph.flat):
        return CitationStatus.CONSIDERED
    if _AN_EARLIER_REPLY.search(layout.text, *span) and _GIVEN_AFTER_ALL.match(*behind):
        return CitationStatus.CONSIDERED
    return CitationStatus.APPLIED


def _told_by_the_authority(sentence: str) -> bool:
    """Tell whether a sentence refuses in the authority's own voice, wherever it stands."""
    return bool(_REFUSES.search(sentence)) and not _REQUESTER.search(sentence)


def _weighed(spans: SpanGroup, sentence: str) -> bool:
    """Tell whether a considered cue counts.

    Weighing the public interest, or saying of a duty that it "does not apply", is no weighing of the ground.
    """
    names = {span.label_ for span in spans}
    if re.search(r"public interest|defence to", sentence, re.IGNORECASE):
        names -= {"considered-whether", "considered-but", "not-decided", "not-found-to-apply", "did-consider"}
    if _HAD_NOT.search(sentence):
        names -= {"had-it", "would-have"}
    if _NEITHER.search(sentence):
        names -= {"if-held", "would-have", "would-fall", "could-also"}
    if re.search(
        r"duty[^.]{0,160}\bnot\s+(?:therefore\s+|so\s+)?(?:apply|arise)|not (?:obliged|required)|\bexcept where\b",
        sentence,
        re.IGNORECASE,
    ):
        names -= {"not-engaged", "not-found-to-apply"}
    return bool(names)


def _inside_quotes(text: str, begin: int, at: int) -> bool:
    """Tell whether a place lies within a quotation opened in the same paragraph: statute text set out in the letter."""
    part = text[max(begin, at - 800) : at]
    return part.count("“") > part.count("”") or (part.count('"') % 2 == 1 and "“" not in part)


def _fold_conditions(citations: list[Citation]) -> list[Citation]:
    """Move each condition into the nearest ground before it (or after it) with the same section."""
    kept: list[Citation] = []
    waiting: list[Citation] = []
    grounds: dict[str, int] = {}  # where the last ground of each section stands in `kept`
    for citation in citations:
        if provisions()[citation.provision].kind != "condition":
            if waiting and citation.status is CitationStatus.APPLIED:
                same = [w for w in waiting if section_of(w.provision) == section_of(citation.provision)]
                citation = replace(citation, conditions=tuple(w.provision for w in same))
                waiting = [w for w in waiting if w not in same]
            if citation.status is not CitationStatus.MENTIONED:
                grounds[section_of(citation.provision)] = len(kept)
            kept.append(citation)
            continue
        i = grounds.get(section_of(citation.provision))
        if i is None:
            waiting.append(citation)
        elif citation.provision not in kept[i].conditions:
            kept[i] = replace(kept[i], conditions=(*kept[i].conditions, citation.provision))
        kept.append(citation)
    return kept


def _settle(citations: list[Citation]) -> list[Citation]:
    """Give coarse numbers their finest level, and let a final position overrule an earlier one."""
    out = []
    citations = _headings_follow(citations)
    applied = [c for c in citations if c.status is CitationStatus.APPLIED]
    # The law explained ("Section 12(1) allows ...") names the finest level of a ground applied elsewhere in the letter.
    for citation in citations:
        if citation.status is CitationStatus.MENTIONED and citation.zone not in {z.value for z in _SILENT}:
            row = provisions()[citation.provision]
            if (
                is_ground(row)
                and any(parent in {c.provision for c in applied} for parent in parents(citation.provision))
                and not _quoted_or_listed(citation)
            ):
                citation = replace(citation, status=CitationStatus.APPLIED)
        out.append(citation)
    applied = [c for c in out if c.status is CitationStatus.APPLIED]
    finest = {c.provision for c in applied}
    settled = []
    for citation in out:
        finer = [f for f in finest if citation.provision in parents(f)]
        if citation.status is CitationStatus.APPLIED and finer:
            leaf = [f for f in finer if not any(f in parents(g) for g in finer)]
            target = leaf[0] if len(leaf) == 1 else None
            finest_row = provisions()[target] if target else None
            citation = (
                replace(citation, provision=finest_row.id, section=finest_row.number, title=finest_row.title)
                if finest_row is not None
                else replace(citation, status=CitationStatus.MENTIONED)
            )
        settled.append(citation)
    return settled


def _headings_follow(citations: list[Citation]) -> list[Citation]:
    """Let a provision that is applied in headings only take the status of the sentences that weigh it."""
    spoken = {section_of(c.provision) for c in citations if c.status is CitationStatus.APPLIED and not _is_heading(c)}
    weighed = {section_of(c.provision) for c in citations if c.status is CitationStatus.CONSIDERED}
    return [
        replace(c, status=CitationStatus.CONSIDERED)
        if c.status is CitationStatus.APPLIED and _is_heading(c) and section_of(c.provision) in weighed - spoken
        else c
        for c in citations
    ]


def _is_heading(citation: Citation) -> bool:
    return len(citation.evidence) <= 60 and not re.search(
        r"\b(?:is|are|applies|apply|applied|exempt|withheld|engaged|under|refused|redacted)\b|[.;]$",
        citation.evidence,
        re.IGNORECASE,
    )


def _quoted_or_listed(citation: Citation) -> bool:
    return bool(re.search(r"[“\"]\s*(?:\(|\d|Information)", citation.evidence))
