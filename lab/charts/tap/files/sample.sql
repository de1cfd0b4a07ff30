-- Ten thousand stars that nobody has seen: evenly over the sphere, each step of the golden angle one star, with distances and colours by
-- counting. The same everywhere, so that a query has one right answer.
SET client_min_messages = warning;
BEGIN;
DROP SCHEMA IF EXISTS sample CASCADE;
CREATE SCHEMA sample;

CREATE TABLE sample.stars AS
  SELECT
    i AS star_id,
    'Sample ' || lpad(i::text, 5, '0') AS star_name,
    mod(i * 137.507764, 360)::double precision AS ra,
    degrees(asin(1 - (2 * i - 1) / 10000.0)) AS decl,
    pc::double precision AS distance_pc,
    round((magnitude + 5 * log(pc) - 5)::numeric, 3)::double precision AS g_mag,
    round((magnitude / 5 - 0.2)::numeric, 3)::double precision AS bp_rp
  FROM generate_series(1, 10000) AS i,
    LATERAL (SELECT 10 + mod(i * 7919, 991) AS pc, mod(i * 104729, 1201) / 100.0 AS magnitude) AS drawn;

ALTER TABLE sample.stars ADD PRIMARY KEY (star_id);
CREATE INDEX ON sample.stars (ra);
CREATE INDEX ON sample.stars (decl);
CREATE INDEX ON sample.stars (g_mag);
GRANT USAGE ON SCHEMA sample TO tap;
GRANT SELECT ON sample.stars TO tap;
CREATE SCHEMA IF NOT EXISTS tap_upload AUTHORIZATION tap;
COMMIT;
ANALYZE sample.stars;
