-- 1: numbers of every unit in columns of moments
CREATE TABLE moments (id INTEGER PRIMARY KEY, s DATETIME, ms DATETIME, us TIMESTAMP, ns TIMESTAMP, mixed DATETIME);
INSERT INTO moments VALUES
  (1, 1709210096, 1709210096789, 1709210096789123, 1709210096789123456, 1709210096),
  (2, 1709210097, 1709210097001, 1709210097001002, 1709210097001002003, 1709210097001);
-- 2: what others write where a date is unknown, and dates that are no count since 1970
CREATE TABLE unknown_dates (id INTEGER PRIMARY KEY, born DATETIME);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 37)
INSERT INTO unknown_dates SELECT i, '2024-02-29 12:00:00' FROM n;
INSERT INTO unknown_dates VALUES (38, ''), (39, '0000-00-00'), (40, '2024-02-30');
CREATE TABLE odd_dates (id INTEGER PRIMARY KEY, zeros DATETIME, julian DATETIME, packed DATETIME, day DATE);
INSERT INTO odd_dates VALUES
  (1, 1709210096789, 2460370.0, 240229123456, 20240229), (2, 0, 2460370.5, 231231235959, 20231231);
-- 3: texts without a zone, with one, and days
CREATE TABLE zones (id INTEGER PRIMARY KEY, naive DATETIME, aware TIMESTAMP);
INSERT INTO zones VALUES (1, '2024-02-29 12:34:56', '2024-02-29T12:34:56+02:00'),
  (2, '2024-07-01 00:00:00.5', '2024-07-01T00:00:00Z');
-- 4: finer than a millisecond
CREATE TABLE fine (id INTEGER PRIMARY KEY, at DATETIME);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 11)
INSERT INTO fine SELECT i, '2024-02-29 12:34:56.' || (123455 + i) FROM n;
INSERT INTO fine VALUES (12, '2024-02-29 12:34:56.1234567');
-- 5: defaults
CREATE TABLE defaults (id INTEGER PRIMARY KEY,
  quoted DATETIME DEFAULT 'CURRENT_TIMESTAMP', bare DATETIME DEFAULT CURRENT_TIMESTAMP,
  now TEXT DEFAULT (datetime('now')), iso TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  week TEXT DEFAULT (strftime('%W', 'now')), later TEXT DEFAULT (datetime('now', '+1 day')),
  price NUMERIC DEFAULT false, word TEXT DEFAULT "double quoted", blank TEXT DEFAULT "",
  rnd TEXT DEFAULT (hex(randomblob(8))), flag BOOLEAN DEFAULT 'false');
INSERT INTO defaults (id, quoted) VALUES (1, NULL);
-- 6 and 7: NUL in text
CREATE TABLE nul (id INTEGER PRIMARY KEY, t TEXT, short VARCHAR(3));
INSERT INTO nul VALUES (1, 'a' || char(0) || 'b', 'abc'), (2, 'plain', 'a' || char(0) || 'bcd');
-- 8, 9 and 42: JSON
CREATE TABLE json_odd (id INTEGER PRIMARY KEY, j JSON);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
INSERT INTO json_odd SELECT i, '{"a": ' || i || '}' FROM n;
INSERT INTO json_odd VALUES (91, '{"a":"\u0000"}'), (92, '{"a":"\ud800"}'), (93, '{"a":NaN}'),
  (94, '{"a":Infinity}'), (95, '{a:1}'), (96, x'0c'), (97, '{"a":"\ud83d\ude00"}'),
  (98, '{"big":123456789012345678901234567890}'), (99, '{"b": 1.0, "a": 1,   "b": 2}'), (100, '"text"');
-- 10: bytes that are not UTF-8
CREATE TABLE broken (id INTEGER PRIMARY KEY, t TEXT);
INSERT INTO broken VALUES (1, CAST(x'636166e9' AS TEXT)), (2, 'café');
-- 11: other classes in an INTEGER column
CREATE TABLE loose (id INTEGER PRIMARY KEY, n INTEGER);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO loose SELECT i, i FROM n;
INSERT INTO loose VALUES (31, '12'), (32, 3.5), (33, 'many');
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, n INTEGER) STRICT;
INSERT INTO strict_one VALUES (1, 5);
CREATE TABLE text_keys (id INTEGER PRIMARY KEY, loose_id BIGINT REFERENCES loose (id));
INSERT INTO text_keys VALUES (1, 1), (2, 'abc');
-- 12, 13 and 14: numbers
CREATE TABLE wide (id INTEGER PRIMARY KEY, i INT, t TINYINT, s SMALLINT);
INSERT INTO wide VALUES (1, 9223372036854775807, 40000, -9223372036854775808), (2, 1, 2, 3);
CREATE TABLE reals (id INTEGER PRIMARY KEY, r REAL, f FLOAT, price DECIMAL(10, 2), free DECIMAL);
INSERT INTO reals VALUES (1, 0.1, 3.141592653589793, 19.99, 0.1), (2, 9e999, -9e999, 5, 1e20),
  (3, 5e-324, 123456789.123456789, 1.005, 0.30000000000000004);
CREATE TABLE words (id INTEGER PRIMARY KEY, r REAL);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
INSERT INTO words SELECT i, i / 3.0 FROM n;
INSERT INTO words VALUES (21, '2.32d0'), (22, 'Infinity');
-- 15 and 16: lengths and names of types
CREATE TABLE lengths (id INTEGER PRIMARY KEY, v VARCHAR(3), t "text(100)", c CHAR(2));
INSERT INTO lengths VALUES (1, 'abcdef', 'x', 'abc'), (2, 'äöü', 'y', 'ab');
CREATE TABLE odd_types (id INTEGER PRIMARY KEY, a NUMBER, b "DOUBLE PRECISION", c "byte[]",
  d "UNSIGNED BIG INT", e none, f, g "NATIVE CHARACTER(70)", h STRING, i "no such type at all");
INSERT INTO odd_types VALUES (1, 5, 1.5, x'00ff', 18446744073709551615, x'01', 'any', 'text', 'word', 7);
-- 17: booleans
CREATE TABLE flags (id INTEGER PRIMARY KEY, bits BOOLEAN, words BOOLEAN, three TINYINT(1), gap BOOLEAN);
INSERT INTO flags VALUES (1, 1, 't', 1, 'true'), (2, 0, 'false', 2, ''), (3, NULL, 'F', 0, 'true');
-- 18: bytes and texts in one column
CREATE TABLE blobs (id INTEGER PRIMARY KEY, b BLOB, t TEXT);
INSERT INTO blobs VALUES (1, x'00ff', 'plain'), (2, 'null', x'00ff'), (3, x'', ''), (4, NULL, NULL);
-- 19, 20: numbers of keys
CREATE TABLE never_used (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT);
CREATE TABLE "usedKeys" ("Id" INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT);
INSERT INTO "usedKeys" VALUES (41, 'a'), (900, 'gone');
DELETE FROM "usedKeys" WHERE "Id" = 900;
-- 22, 23: names
CREATE TABLE "userAccount" ("userId" INTEGER PRIMARY KEY, "a""b" TEXT, "order" TEXT);
CREATE TABLE "user" ("references" INTEGER PRIMARY KEY, "select" INTEGER REFERENCES "userAccount" ("userId"));
CREATE INDEX "userSelect" ON "user" ("select");
INSERT INTO "userAccount" VALUES (1, 'x', 'y');
INSERT INTO "user" VALUES (1, 1);
-- 24: names that PostgreSQL cuts
CREATE TABLE "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_one" (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_two" (id INTEGER PRIMARY KEY, x TEXT);
CREATE INDEX "an_index_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_one"
  ON "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_one" (x);
CREATE INDEX "an_index_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_two"
  ON "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_two" (x);
INSERT INTO "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_one" VALUES (1, 'one');
INSERT INTO "a_name_that_is_far_longer_than_the_sixty_three_bytes_of_postgresql_two" VALUES (1, 'two');
-- 25: unique by other rules
CREATE TABLE folded (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE, tail TEXT COLLATE RTRIM UNIQUE);
INSERT INTO folded VALUES (1, 'Ann', 'a'), (2, 'Ärger', 'b  '), (3, 'ärger', 'c');
-- 26: NULL in a primary key
CREATE TABLE null_keys (code TEXT PRIMARY KEY, v INTEGER);
INSERT INTO null_keys VALUES ('a', 1), (NULL, 2), (NULL, 3);
-- 27: keys that name no column, keys of several columns
CREATE TABLE pair (a INTEGER, b TEXT, v TEXT, PRIMARY KEY (b, a));
CREATE TABLE refers (id INTEGER PRIMARY KEY, x TEXT, y INTEGER, u INTEGER REFERENCES wide,
  FOREIGN KEY (x, y) REFERENCES pair);
INSERT INTO pair VALUES (1, 'x', 'p'), (2, 'x', 'q');
INSERT INTO refers VALUES (1, 'x', 1, 1), (2, 'x', 2, 2), (3, NULL, 9, NULL);
-- 28: orphans
CREATE TABLE orphans (id INTEGER PRIMARY KEY, pair_b TEXT, wide_id INTEGER REFERENCES wide (id),
  gone_id INTEGER REFERENCES dropped_table (id));
INSERT INTO orphans VALUES (1, 'x', 1, 5), (2, 'x', 99, 6), (3, 'x', NULL, NULL);
-- 29: a table that refers to itself, two that refer to each other, children that sort first
CREATE TABLE a_child (id INTEGER PRIMARY KEY, z_id INTEGER NOT NULL REFERENCES z_parent (id));
CREATE TABLE z_parent (id INTEGER PRIMARY KEY, up INTEGER REFERENCES z_parent (id), best INTEGER REFERENCES a_child (id));
INSERT INTO z_parent VALUES (1, 2, 7), (2, NULL, NULL);
INSERT INTO a_child VALUES (7, 2), (8, 1);
-- 30: generated columns
CREATE TABLE made (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER GENERATED ALWAYS AS (w * h) STORED,
  label TEXT AS (printf('%d x %d', w, h)) VIRTUAL);
INSERT INTO made (id, w, h) VALUES (1, 2, 3), (2, 4, 5);
-- 31: no rowid, nothing but a rowid, keys of several columns
CREATE TABLE no_rowid (k TEXT, n INTEGER, v BLOB, PRIMARY KEY (k, n DESC)) WITHOUT ROWID;
INSERT INTO no_rowid VALUES ('a', 1, x'01'), ('a', 2, x'02'), ('b', 1, NULL);
CREATE TABLE keyless (a INTEGER, b TEXT);
INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (1, 'x'), (NULL, NULL), (NULL, NULL);
-- 32: what is no table
CREATE VIRTUAL TABLE search USING fts5 (body);
INSERT INTO search VALUES ('words to find');
CREATE VIEW look AS SELECT * FROM keyless;
CREATE TRIGGER told AFTER INSERT ON keyless BEGIN SELECT 1; END;
ANALYZE;
