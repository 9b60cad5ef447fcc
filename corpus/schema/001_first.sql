-- Schema 1. Dates are ISO text, offsets are half-open code points into disclosures.text, pages count from 1.
-- Lists that are read with their row and seldom queried are JSON: SQLite's json_each() opens them.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', '0');

CREATE TABLE disclosures (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL UNIQUE,      -- grows with every write; the index follows it
    state TEXT NOT NULL CHECK (state IN ('published', 'held', 'withdrawn')),
    kind TEXT NOT NULL,
    authority TEXT,
    regime TEXT,
    reference TEXT,
    title TEXT NOT NULL,
    received_on TEXT,
    responded_on TEXT,
    outcome TEXT NOT NULL,
    outcomes TEXT NOT NULL,                -- JSON list, the main one first
    stated_outcome TEXT,                   -- as the publisher's own log gives it
    stated_exemptions TEXT NOT NULL,       -- JSON list
    url TEXT,
    source TEXT NOT NULL,                  -- the letter's path as it was given
    sha256 TEXT NOT NULL,                  -- of the letter
    warnings TEXT NOT NULL,                -- JSON list
    ingested_at TEXT NOT NULL,
    tool_version TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX disclosures_by_sha256 ON disclosures (sha256);
CREATE INDEX disclosures_by_authority ON disclosures (authority, responded_on);

-- Disclosures that another one took in (a spreadsheet whose letter came later): the index has to forget them.
CREATE TABLE removals (id TEXT PRIMARY KEY, revision INTEGER NOT NULL UNIQUE, removed_at TEXT NOT NULL);

CREATE TABLE documents (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,             -- the letter is 0
    parent INTEGER,                        -- position of the e-mail it was attached to
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    headers TEXT NOT NULL,                 -- JSON object
    warnings TEXT NOT NULL,                -- JSON list
    PRIMARY KEY (disclosure_id, position)
);
CREATE INDEX documents_by_sha256 ON documents (sha256);

CREATE TABLE pages (
    disclosure_id TEXT NOT NULL,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT,                             -- of the sheet
    text TEXT NOT NULL,
    PRIMARY KEY (disclosure_id, document, position),
    FOREIGN KEY (disclosure_id, document) REFERENCES documents (disclosure_id, position) ON DELETE CASCADE
);

CREATE TABLE questions (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT NOT NULL,                  -- the label as printed
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    outcome TEXT NOT NULL,
    page INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    PRIMARY KEY (disclosure_id, position)
);

CREATE TABLE citations (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    provision TEXT NOT NULL,
    law TEXT NOT NULL,
    section TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    zone TEXT NOT NULL,
    conditions TEXT NOT NULL,              -- JSON list
    questions TEXT NOT NULL,               -- JSON list of question numbers
    page INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    evidence TEXT NOT NULL,
    implied INTEGER NOT NULL,
    PRIMARY KEY (disclosure_id, position)
);
CREATE INDEX citations_by_provision ON citations (provision, status);

CREATE TABLE mentions (
    disclosure_id TEXT NOT NULL REFERENCES disclosures (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    vendor TEXT NOT NULL,
    product TEXT,
    status TEXT NOT NULL,
    questions TEXT NOT NULL,               -- JSON list of question numbers
    page INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    evidence TEXT NOT NULL,
    listed INTEGER NOT NULL,
    facts TEXT NOT NULL,                   -- JSON object
    PRIMARY KEY (disclosure_id, position)
);
CREATE INDEX mentions_by_vendor ON mentions (vendor, status);

CREATE TABLE findings (
    disclosure_id TEXT NOT NULL,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    page INTEGER NOT NULL,
    text_shown TEXT NOT NULL,              -- always masked
    action TEXT NOT NULL,
    found_in TEXT NOT NULL,                -- sheet!cell, part of the file
    PRIMARY KEY (disclosure_id, document, position),
    FOREIGN KEY (disclosure_id, document) REFERENCES documents (disclosure_id, position) ON DELETE CASCADE
);

-- One row for each file ever seen. It outlives the disclosure, so that a withdrawn letter stays known.
CREATE TABLE sources (
    path TEXT PRIMARY KEY,                 -- absolute
    source TEXT NOT NULL,                  -- as it was given
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('letter', 'attachment', 'copy', 'withdrawn', 'quarantined')),
    disclosure_id TEXT,
    seen_at TEXT NOT NULL,
    vanished_at TEXT
);
CREATE INDEX sources_by_disclosure ON sources (disclosure_id);

CREATE TABLE quarantine (
    path TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    sha256 TEXT,
    kind TEXT NOT NULL,                    -- a closed list: see ingest/errors.py
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    failed_at TEXT NOT NULL,
    tool_version TEXT NOT NULL
);

CREATE TABLE tombstones (
    sha256 TEXT PRIMARY KEY,
    disclosure_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,                      -- NULL: it is running, or was killed
    tool_version TEXT NOT NULL,
    files INTEGER NOT NULL DEFAULT 0,
    files_read INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    vanished INTEGER NOT NULL DEFAULT 0
);
