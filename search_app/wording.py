"""The words the site uses for stored values: outcomes, kinds of authority, laws, dates, sizes.

One place, so that a tag reads the same on a result card, in a facet and in the CSV heading.
"""

from __future__ import annotations

from datetime import date

OUTCOMES: dict[str, str] = {
    "disclosed": "Disclosed",
    "partly_disclosed": "Partly disclosed",
    "refused": "Refused",
    "not_held": "Not held",
    "cost_limit": "Over the cost limit",
    "vexatious": "Vexatious or repeated",
    "already_published": "Already published",
    "neither_confirm_nor_deny": "Neither confirmed nor denied",
    "clarification": "Clarification asked for",
    "transferred": "Transferred",
    "unknown": "Outcome not stated",
}

OUTCOME_MEANINGS: dict[str, str] = {
    "disclosed": "Everything asked for was given.",
    "partly_disclosed": "Some of it was given and some was withheld.",
    "refused": "What was asked for is held, and was withheld.",
    "not_held": "The authority does not hold the information.",
    "cost_limit": "Answering would take longer than the law requires an authority to spend.",
    "vexatious": "The request was refused as vexatious or as a repeat.",
    "already_published": "The answer points to where the information is already available.",
    "neither_confirm_nor_deny": "The authority will not say whether it holds the information.",
    "clarification": "The authority asked the requester to say more clearly what they want.",
    "transferred": "The request was passed to another authority.",
    "unknown": "The letter does not say plainly what was decided.",
}

LAWS: dict[str, str] = {
    "foia": "Freedom of Information Act 2000",
    "eir": "Environmental Information Regulations 2004",
    "foisa": "Freedom of Information (Scotland) Act 2002",
    "eisr": "Environmental Information (Scotland) Regulations 2004",
    "mixed": "More than one law",
}

LAWS_SHORT: dict[str, str] = {"foia": "FOIA", "eir": "EIR", "foisa": "FOISA", "eisr": "EIR (Scotland)"}

VENDOR_STATUSES: dict[str, str] = {
    "current": "In use",
    "former": "Used before",
    "planned": "Planned",
    "bidder": "Bid for the work",
    "reseller": "Bought through",
    "in_question": "Named by the requester only",
    "negated": "Said not to be used",
}

CITATION_STATUSES: dict[str, str] = {
    "applied": "Applied",
    "considered": "Considered, not relied on",
    "mentioned": "Mentioned only",
}

FACETS: dict[str, str] = {
    "exemption": "Exemption applied",
    "outcome": "Outcome",
    "authority": "Authority",
    "authority_type": "Type of authority",
    "vendor": "Supplier named",
    "product": "Product named",
    "year": "Year answered",
    "law": "Law",
}

PLACES: tuple[tuple[str, str], ...] = (  # the navigation of every page
    ("/search", "Search"),
    ("/check", "Answered before?"),
    ("/exemptions", "Exemptions"),
    ("/vendors", "Suppliers"),
    ("/authorities", "Authorities"),
    ("/help", "Help"),
)

SORTS: dict[str, str] = {"relevance": "Most relevant", "newest": "Newest first", "oldest": "Oldest first"}

FUNCTIONS: dict[str, str] = {  # what software is used for, where the stored id does not read as words
    "ai_automation": "AI and automation",
    "analytics_bi": "analytics",
    "childrens_social_care": "children’s social care",
    "complaints_foi_case_management": "complaints and FOI cases",
    "consultation_engagement": "consultation",
    "court_prosecution": "courts and prosecution",
    "crm_customer_services": "customer services",
    "e_procurement": "procurement",
    "education_send": "education and SEND",
    "environmental_health_licensing": "environmental health and licensing",
    "eprescribing": "electronic prescribing",
    "facilities_property": "facilities and property",
    "finance_erp": "finance",
    "gis": "maps",
    "health_safety_risk": "health, safety and risk",
    "highways_asset": "highways",
    "hr_payroll": "HR and payroll",
    "identity_security": "identity and access",
    "integration_middleware": "integration",
    "it_service_desk": "IT service desk",
    "it_services_outsourcing": "IT services",
    "learning_elearning": "learning",
    "legal_case": "legal cases",
    "mobile_field_working": "mobile working",
    "other": "",
    "pathology_radiology": "pathology and radiology",
    "police_command_control": "police command and control",
    "research_admin": "research administration",
    "revenues_benefits": "revenues and benefits",
    "telecare_monitoring": "telecare",
    "telephony_contact_centre": "telephony and contact centre",
    "vle": "virtual learning environment",
    "web_cms_forms": "websites and forms",
}

AUTHORITY_TYPES: dict[str, str] = {  # where the stored id does not read as words
    "agency": "Agency or public body",
    "county": "County council",
    "department": "Government department",
    "district": "District council",
    "fire": "Fire and rescue",
    "hsc_trust": "Health and social care trust",
    "icb": "Integrated care board",
    "national_park": "National park",
    "ni_council": "Northern Ireland council",
    "unitary": "Unitary council",
    "ambulance": "Ambulance service",
}

_UPPER = {"nhs": "NHS", "uk": "UK"}


def outcome_label(value: str) -> str:
    """Return an outcome in words: `partly_disclosed` gives "Partly disclosed"."""
    return OUTCOMES.get(value, plain(value))


def plain(value: str) -> str:
    """Return a stored value as words: `nhs_trust` gives "NHS trust", `london_borough` "London borough"."""
    words = [_UPPER.get(word, word) for word in value.replace("_", " ").replace("-", " ").split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def function_label(value: str) -> str:
    """Return what software is used for, in words that fit in a sentence: `hr_payroll` gives "HR and payroll"."""
    return FUNCTIONS.get(value, value.replace("_", " "))


def authority_type_label(value: str) -> str:
    """Return a type of authority in words: `icb` gives "Integrated care board"."""
    return AUTHORITY_TYPES.get(value, plain(value))


def date_in_words(iso: str | None) -> str:
    """Return an ISO date as people write it: "2025-07-03" gives "3 July 2025"; anything else comes back as it is."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {day:%B} {day.year}"


def size_in_words(size: int) -> str:
    """Return a size in bytes as people read it: 1536 gives "1.5 KB"."""
    if size < 1024:
        return f"{size} bytes"
    if size < 1024 * 1024:
        return f"{size / 1024:.1f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def percent(share: float | None) -> str:
    """Return a share as people read it: 0.125 gives "13%"; None, "Not known"."""
    return "Not known" if share is None else f"{share:.0%}" if share in (0, 1) or share >= 0.005 else "under 1%"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun: "1 answer", "1,204 answers"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def file_kind(media_type: str) -> str:
    """Return what a reader calls a file of this media type: "PDF", "Word document"."""
    return {
        "application/pdf": "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
        "application/vnd.ms-excel": "Excel workbook",
        "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
        "text/html": "Web page",
        "text/plain": "Plain text",
        "message/rfc822": "E-mail",
    }.get(media_type, "File")
