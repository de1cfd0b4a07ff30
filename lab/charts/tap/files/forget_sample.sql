-- A site that has its own data now does not list the sample any more.
BEGIN;
DELETE FROM tap_schema.columns11 WHERE table_name LIKE 'sample.%';
DELETE FROM tap_schema.tables11 WHERE schema_name = 'sample';
DELETE FROM tap_schema.schemas11 WHERE schema_name = 'sample';
COMMIT;
