-- TAP_SCHEMA of TAP 1.1, in the tables that the service reads: their names end in 11. Besides the standard's columns they have those in
-- which the service keeps whose a table is.
SET client_min_messages = warning;
SET ROLE tap_schema;
CREATE SCHEMA IF NOT EXISTS tap_schema;

CREATE TABLE IF NOT EXISTS tap_schema.schemas11 (
  schema_name varchar(64) PRIMARY KEY,
  utype varchar(512),
  description varchar(512),
  schema_index integer,
  owner_id varchar(256),
  read_anon integer,
  read_only_group varchar(128),
  read_write_group varchar(128),
  api_created integer
);

CREATE TABLE IF NOT EXISTS tap_schema.tables11 (
  schema_name varchar(64) NOT NULL REFERENCES tap_schema.schemas11,
  table_name varchar(128) PRIMARY KEY,
  table_type varchar(8) NOT NULL,
  view_target varchar(128),
  utype varchar(512),
  description varchar(512),
  table_index integer,
  owner_id varchar(256),
  read_anon integer,
  read_only_group varchar(128),
  read_write_group varchar(128),
  api_created integer
);

CREATE TABLE IF NOT EXISTS tap_schema.columns11 (
  table_name varchar(128) NOT NULL REFERENCES tap_schema.tables11,
  column_name varchar(64) NOT NULL,
  utype varchar(512),
  ucd varchar(64),
  unit varchar(64),
  description varchar(512),
  datatype varchar(64) NOT NULL,
  arraysize varchar(16),
  xtype varchar(64),
  "size" integer,
  principal integer NOT NULL,
  indexed integer NOT NULL,
  std integer NOT NULL,
  column_index integer,
  column_id varchar(32) UNIQUE,
  PRIMARY KEY (table_name, column_name)
);

CREATE TABLE IF NOT EXISTS tap_schema.keys11 (
  key_id varchar(64) PRIMARY KEY,
  from_table varchar(128) NOT NULL REFERENCES tap_schema.tables11,
  target_table varchar(128) NOT NULL REFERENCES tap_schema.tables11,
  utype varchar(512),
  description varchar(512)
);

CREATE TABLE IF NOT EXISTS tap_schema.key_columns11 (
  key_id varchar(64) NOT NULL REFERENCES tap_schema.keys11,
  from_column varchar(64) NOT NULL,
  target_column varchar(64) NOT NULL,
  PRIMARY KEY (key_id, from_column, target_column)
);

-- What it says of itself. Users know the tables without the 11.
BEGIN;
DELETE FROM tap_schema.key_columns11
  WHERE key_id IN (SELECT key_id FROM tap_schema.keys11 WHERE from_table LIKE 'tap\_schema.%');
DELETE FROM tap_schema.keys11 WHERE from_table LIKE 'tap\_schema.%';
DELETE FROM tap_schema.columns11 WHERE table_name LIKE 'tap\_schema.%';
DELETE FROM tap_schema.tables11 WHERE schema_name = 'tap_schema';

INSERT INTO tap_schema.schemas11 (schema_name, description, schema_index)
  VALUES ('tap_schema', 'What there is to ask for', 1000)
  ON CONFLICT (schema_name) DO NOTHING;

INSERT INTO tap_schema.tables11 (schema_name, table_name, table_type, description, table_index)
  SELECT 'tap_schema', 'tap_schema.' || name, 'table', text, index
  FROM (VALUES
    ('schemas', 'Schemas of this service', 1),
    ('tables', 'Tables of these schemas', 2),
    ('columns', 'Columns of these tables', 3),
    ('keys', 'Foreign keys between these tables', 4),
    ('key_columns', 'Columns of these keys', 5)) AS t (name, text, index);

INSERT INTO tap_schema.columns11
  (table_name, column_name, description, datatype, arraysize, "size", principal, indexed, std, column_index)
  SELECT 'tap_schema.' || t, c, text, CASE WHEN length IS NULL THEN 'int' ELSE 'char' END, length || '*', length, 1, 0, 1, index
  FROM (VALUES
    ('schemas', 'schema_name', 'Name of the schema', 64, 1),
    ('schemas', 'utype', 'Its utype, if it is of a data model', 512, 2),
    ('schemas', 'description', 'What is in it', 512, 3),
    ('schemas', 'schema_index', 'Its place where schemas are listed', NULL, 4),
    ('tables', 'schema_name', 'Schema of the table', 64, 1),
    ('tables', 'table_name', 'Its full name, as queries write it', 128, 2),
    ('tables', 'table_type', 'table or view', 8, 3),
    ('tables', 'utype', 'Its utype, if it is of a data model', 512, 4),
    ('tables', 'description', 'What is in it', 512, 5),
    ('tables', 'table_index', 'Its place where tables are listed', NULL, 6),
    ('columns', 'table_name', 'Table of the column', 128, 1),
    ('columns', 'column_name', 'Its name, as queries write it', 64, 2),
    ('columns', 'utype', 'Its utype, if it is of a data model', 512, 3),
    ('columns', 'ucd', 'Kind of quantity', 64, 4),
    ('columns', 'unit', 'Unit', 64, 5),
    ('columns', 'description', 'What it says', 512, 6),
    ('columns', 'datatype', 'Type, as in VOTable', 64, 7),
    ('columns', 'arraysize', 'Length or shape, as in VOTable', 16, 8),
    ('columns', 'xtype', 'What a text or an array stands for', 64, 9),
    ('columns', '"size"', 'Length, of former versions of the standard', NULL, 10),
    ('columns', 'principal', '1: one of the first to look at', NULL, 11),
    ('columns', 'indexed', '1: fast to search by', NULL, 12),
    ('columns', 'std', '1: a standard says what it is', NULL, 13),
    ('columns', 'column_index', 'Its place where columns are listed', NULL, 14),
    ('keys', 'key_id', 'Name of the key', 64, 1),
    ('keys', 'from_table', 'Table that has it', 128, 2),
    ('keys', 'target_table', 'Table that it points to', 128, 3),
    ('keys', 'utype', 'Its utype, if it is of a data model', 512, 4),
    ('keys', 'description', 'What it says', 512, 5),
    ('key_columns', 'key_id', 'Name of the key', 64, 1),
    ('key_columns', 'from_column', 'Column that has it', 64, 2),
    ('key_columns', 'target_column', 'Column that it points to', 64, 3)) AS t (t, c, text, length, index);

INSERT INTO tap_schema.keys11 (key_id, from_table, target_table)
  SELECT 'tap_schema_' || id, 'tap_schema.' || source, 'tap_schema.' || target
  FROM (VALUES
    ('tables', 'tables', 'schemas'),
    ('columns', 'columns', 'tables'),
    ('from', 'keys', 'tables'),
    ('target', 'keys', 'tables'),
    ('key_columns', 'key_columns', 'keys')) AS t (id, source, target);

INSERT INTO tap_schema.key_columns11 (key_id, from_column, target_column)
  SELECT 'tap_schema_' || id, source, target
  FROM (VALUES
    ('tables', 'schema_name', 'schema_name'),
    ('columns', 'table_name', 'table_name'),
    ('from', 'from_table', 'table_name'),
    ('target', 'target_table', 'table_name'),
    ('key_columns', 'key_id', 'key_id')) AS t (id, source, target);
COMMIT;
