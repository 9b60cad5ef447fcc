-- Schema 2: what an officer released though something was found in it, and archives and logs of which parts are read.

-- A file whose findings of one kind were looked at and accepted. It outlives the disclosure: the same bytes stay released.
CREATE TABLE releases (
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,                    -- of the findings accepted
    disclosure_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    released_at TEXT NOT NULL,
    PRIMARY KEY (sha256, kind)
) WITHOUT ROWID;

CREATE TABLE sources_2 (
    path TEXT PRIMARY KEY,                 -- absolute; of a part: the archive's or log's path, a slash, and its name
    source TEXT NOT NULL,                  -- as it was given
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('letter', 'attachment', 'copy', 'withdrawn', 'quarantined', 'container')),
    disclosure_id TEXT,
    seen_at TEXT NOT NULL,
    vanished_at TEXT
);
INSERT INTO sources_2 SELECT path, source, size, modified_ns, sha256, role, disclosure_id, seen_at, vanished_at FROM sources;
DROP TABLE sources;
ALTER TABLE sources_2 RENAME TO sources;
CREATE INDEX sources_by_disclosure ON sources (disclosure_id);
