"""Software suppliers and their products as tables, and every string by which a letter may name one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corpus.ids import slug
from corpus.table import Row, read_table

VENDOR_FILE, PRODUCT_FILE = "vendors.csv", "products.csv"
VENDOR_COLUMNS = (
    "name", "aliases", "ambiguous_aliases", "context", "legal_names", "formerly", "functions", "sectors",
    "reseller", "source",
)  # fmt: skip
PRODUCT_COLUMNS = (
    "product", "vendor", "aliases", "ambiguous_aliases", "context", "formerly", "functions", "sectors", "named_as",
    "source",
)  # fmt: skip
FUNCTIONS = (
    "adult_social_care", "ai_automation", "analytics_bi", "building_control", "cemeteries", "childrens_social_care",
    "cloud_hosting", "complaints_foi_case_management", "consultation_engagement", "court_prosecution",
    "crm_customer_services", "cyber_security", "democratic_services", "devices", "digital_evidence",
    "document_management", "e_procurement", "education_send", "elections", "electronic_patient_record",
    "environmental_health_licensing", "eprescribing", "facilities_property", "finance_erp", "fire_mobilising", "fleet",
    "gis", "health_safety_risk", "highways_asset", "housing", "hr_payroll", "identity_security",
    "integration_middleware", "it_service_desk", "it_services_outsourcing", "land_charges", "learning_elearning",
    "legal_case", "leisure", "libraries", "maternity", "mental_health", "mobile_field_working", "network", "other",
    "parking", "pathology_radiology", "patient_engagement", "payments", "planning", "police_command_control",
    "police_records", "primary_care", "print", "productivity", "recruitment", "registrars", "research_admin",
    "revenues_benefits", "rostering", "student_records", "telecare_monitoring", "telephony_contact_centre",
    "transport_scheduling", "vle", "waste", "web_cms_forms",
)  # fmt: skip
SECTORS = ("local_gov", "nhs", "police", "fire", "education", "central_gov")
SHORT_CAPITALS = 3  # up to this many letters, "AIM" is a name and "aim" a word


@dataclass(frozen=True, slots=True)
class Vendor:
    """One supplier, under the short name it goes by today."""

    id: str  # slug of the name
    name: str
    legal_names: tuple[str, ...]  # as on contracts; some are former or group companies
    formerly: tuple[str, ...]  # earlier names and firms taken over, with years where known
    functions: tuple[str, ...]  # what its software is used for, from FUNCTIONS
    sectors: tuple[str, ...]  # where it is mostly met, from SECTORS
    reseller: bool  # mostly sells other firms' software: a mention says who sold, not what is used
    source: str


@dataclass(frozen=True, slots=True)
class Product:
    """One named product or module. `name` is for showing; the strings to look for are its aliases."""

    id: str  # slug of the name
    name: str
    vendor: str  # the present owner's name
    formerly: tuple[str, ...]  # earlier owners or names
    functions: tuple[str, ...]
    sectors: tuple[str, ...]
    named_as: str | None  # the product a mention gives: this one, the line it belongs to, or None for the vendor alone
    source: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A string that names a vendor or a product, to be matched on word boundaries.

    An ambiguous one is also an ordinary word, a place, or the name of something else: it counts only with a word of
    `context` near. Strong context comes first. One string may stand in several rows, all of them then ambiguous.
    """

    text: str
    vendor: str
    product: str | None
    ambiguous: bool
    context: tuple[str, ...]
    case_sensitive: bool  # up to three capitals: matched as written only
    functions: tuple[str, ...]
    reseller: bool


@cache
def vendors() -> Mapping[str, Vendor]:
    """Return every vendor by name, in alphabetical order.

    Raises:
        TableError: a row breaks a rule.
    """
    return MappingProxyType(_tables()[0])


@cache
def products() -> Mapping[str, Product]:
    """Return every product by name, vendor by vendor.

    Raises:
        TableError: a row breaks a rule.
    """
    return MappingProxyType(_tables()[1])


def aliases() -> tuple[Alias, ...]:
    """Return every alias: those of vendors, then those of products, in the order of the tables.

    Raises:
        TableError: a row breaks a rule.
    """
    return _tables()[2]


@cache
def _tables() -> tuple[dict[str, Vendor], dict[str, Product], tuple[Alias, ...]]:
    return build_vendors(read_table(VENDOR_FILE, VENDOR_COLUMNS), read_table(PRODUCT_FILE, PRODUCT_COLUMNS))


def build_vendors(
    vendor_rows: Iterable[Row], product_rows: Iterable[Row]
) -> tuple[dict[str, Vendor], dict[str, Product], tuple[Alias, ...]]:
    """Return the vendors and products by name, and their aliases.

    Raises:
        TableError: a row breaks a rule, or a string that is not marked ambiguous would name two things.
    """
    vendor_table: dict[str, Vendor] = {}
    product_table: dict[str, Product] = {}
    found: list[tuple[Row, Alias]] = []
    ids: set[str] = set()
    for row in vendor_rows:
        vendor = _vendor(row)
        if vendor.id in ids:
            raise row.error(f"the vendor '{vendor.name}' is listed already; put its aliases into one row")
        ids.add(vendor.id)
        vendor_table[vendor.name] = vendor
        found += [(row, alias) for alias in _aliases(row, vendor, None)]
    ids.clear()
    for row in product_rows:
        owner = vendor_table.get(row["vendor"])
        if owner is None:
            raise row.error(f"'{row['vendor']}' is no name in {VENDOR_FILE}; add the vendor or use its listed name")
        product = _product(row, owner)
        if product.id in ids:
            raise row.error(f"the product '{product.name}' is listed already; tell the two apart by name")
        ids.add(product.id)
        product_table[product.name] = product
        found += [(row, alias) for alias in _aliases(row, owner, product)]
    for row, alias in found:
        if alias.product is not None and alias.product not in product_table:
            raise row.error(f"'{alias.product}' in 'named_as' is no product of {PRODUCT_FILE}; use a listed name")
    _check_shared(found)
    return vendor_table, product_table, tuple(alias for _, alias in found)


def _vendor(row: Row) -> Vendor:
    name = row.required("name")
    return Vendor(
        id=slug(name, 80),
        name=name,
        legal_names=row.many("legal_names"),
        formerly=row.many("formerly"),
        functions=_listed(row, "functions", FUNCTIONS),
        sectors=_listed(row, "sectors", SECTORS),
        reseller=row.flag("reseller"),
        source=row.required("source"),
    )


def _product(row: Row, owner: Vendor) -> Product:
    name = row.required("product")
    return Product(
        id=slug(name, 80),
        name=name,
        vendor=owner.name,
        formerly=row.many("formerly"),
        functions=_listed(row, "functions", FUNCTIONS),
        sectors=_listed(row, "sectors", SECTORS),
        named_as=row["named_as"] or None,
        source=row.required("source"),
    )


def _listed(row: Row, column: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    parts = row.many(column)
    if not parts:
        raise row.error(f"'{column}' is empty; name at least one")
    for part in parts:
        if part not in choices:
            raise row.error(f"'{part}' in '{column}' is unknown; use one of {', '.join(choices)}")
    return parts


def _aliases(row: Row, vendor: Vendor, product: Product | None) -> Iterator[Alias]:
    safe, ambiguous, context = row.many("aliases"), row.many("ambiguous_aliases"), row.many("context")
    if not safe and not ambiguous:
        raise row.error("has no alias, so nothing would ever match it; add one")
    if bool(ambiguous) != bool(context):
        raise row.error("an ambiguous alias needs context words, and context words an ambiguous alias")
    for text in (*safe, *ambiguous):
        yield Alias(
            text=text,
            vendor=vendor.name,
            product=product.named_as if product else None,
            ambiguous=text in ambiguous,
            context=tuple(word for word in context if word != text) if text in ambiguous else (),  # no proof of itself
            case_sensitive=len(text) <= SHORT_CAPITALS and text.isupper(),
            functions=product.functions if product else vendor.functions,
            reseller=vendor.reseller and product is None,
        )


def _check_shared(found: Iterable[tuple[Row, Alias]]) -> None:
    first: dict[str, Alias] = {}
    for row, alias in found:
        other = first.setdefault(alias.text.casefold(), alias)
        if other is not alias and not (other.ambiguous and alias.ambiguous):
            raise row.error(
                f"the alias '{alias.text}' also names {other.product or other.vendor}; mark both ambiguous, or drop one"
            )
