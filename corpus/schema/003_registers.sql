-- Schema 3: the registers of what is published, in the order in which the site lists them.
--
-- Both are derived: what each view says is stored with every write to a disclosure, so that a page of a register is read and
-- not worked out from 600,000 mentions. `foilog doctor` compares them.

-- The "+" has SQLite look among the few mentions of the answer, and not among the many of the vendor.
CREATE VIEW vendor_register_now AS
    SELECT DISTINCT m.disclosure_id, m.vendor, coalesce(m.product, '') AS product, m.status, d.authority, d.responded_on
    FROM mentions m JOIN disclosures d ON d.id = m.disclosure_id
    WHERE d.state = 'published' AND (m.product IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM mentions o WHERE o.disclosure_id = m.disclosure_id AND +o.vendor = m.vendor
        AND +o.status = m.status AND o.product IS NOT NULL));

-- A supplier named beside its product is one row, the product's.
CREATE TABLE vendor_register (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    vendor TEXT NOT NULL,
    product TEXT NOT NULL,                 -- '' where none is named
    status TEXT NOT NULL,
    authority TEXT,
    responded_on TEXT,
    PRIMARY KEY (disclosure_id, vendor, product, status)
) WITHOUT ROWID;

CREATE VIEW provision_register_now AS
    SELECT c.disclosure_id, min(c.position) AS position, c.provision, c.status, d.authority, d.responded_on
    FROM citations c JOIN disclosures d ON d.id = c.disclosure_id
    WHERE d.state = 'published' AND NOT c.implied
    GROUP BY c.disclosure_id, c.provision, c.status, c.evidence;

-- One row a sentence that cites the provision; `position` is that of its first citation in `citations`.
CREATE TABLE provision_register (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    provision TEXT NOT NULL,
    status TEXT NOT NULL,
    authority TEXT,
    responded_on TEXT,
    PRIMARY KEY (disclosure_id, position)
) WITHOUT ROWID;

INSERT INTO vendor_register SELECT * FROM vendor_register_now;
INSERT INTO provision_register SELECT * FROM provision_register_now;

CREATE INDEX vendor_register_in_order ON vendor_register (
    vendor COLLATE NOCASE, product = '', product, authority COLLATE NOCASE, responded_on DESC, disclosure_id, vendor, status);
CREATE INDEX provision_register_in_order ON provision_register (provision, status, responded_on DESC, disclosure_id);
CREATE INDEX disclosures_by_outcome ON disclosures (authority, regime, outcome, received_on, responded_on, state, kind)
    WHERE state = 'published' AND kind = 'response';
CREATE INDEX disclosures_published ON disclosures (responded_on, id, state) WHERE state = 'published';
CREATE INDEX disclosures_not_published ON disclosures (id, state) WHERE state <> 'published';
