-- The sample as TAP_SCHEMA tells of it.
BEGIN;
INSERT INTO tap_schema.schemas11 (schema_name, description, schema_index)
  VALUES ('sample', 'A made-up catalogue, to try queries on', 1);
INSERT INTO tap_schema.tables11 (schema_name, table_name, table_type, description, table_index)
  VALUES ('sample', 'sample.stars', 'table', 'Ten thousand stars that nobody has seen', 1);
INSERT INTO tap_schema.columns11
  (table_name, column_name, description, ucd, unit, datatype, arraysize, principal, indexed, std, column_index)
  VALUES
    ('sample.stars', 'star_id', 'Number of the star', 'meta.id;meta.main', NULL, 'int', NULL, 1, 1, 0, 1),
    ('sample.stars', 'star_name', 'Its name', 'meta.id', NULL, 'char', '*', 1, 0, 0, 2),
    ('sample.stars', 'ra', 'Right ascension', 'pos.eq.ra;meta.main', 'deg', 'double', NULL, 1, 1, 0, 3),
    ('sample.stars', 'decl', 'Declination', 'pos.eq.dec;meta.main', 'deg', 'double', NULL, 1, 1, 0, 4),
    ('sample.stars', 'distance_pc', 'Distance', 'pos.distance', 'pc', 'double', NULL, 0, 0, 0, 5),
    ('sample.stars', 'g_mag', 'Apparent magnitude in G', 'phot.mag;em.opt', 'mag', 'double', NULL, 1, 1, 0, 6),
    ('sample.stars', 'bp_rp', 'Colour, BP - RP', 'phot.color', 'mag', 'double', NULL, 0, 0, 0, 7);
COMMIT;
