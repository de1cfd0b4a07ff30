-- Who logs in, with the passwords of now, and a database for each.
\getenv uws_password UWS_PASSWORD
\getenv tap_schema_password TAP_SCHEMA_PASSWORD

SELECT 'CREATE ROLE uws LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'uws') \gexec
SELECT 'CREATE ROLE tap_schema LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tap_schema') \gexec
ALTER ROLE uws PASSWORD :'uws_password';
ALTER ROLE tap_schema PASSWORD :'tap_schema_password';

-- The service makes its own tables for jobs.
SELECT 'CREATE DATABASE uws OWNER uws' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'uws') \gexec
SELECT 'CREATE DATABASE tap_schema OWNER tap_schema'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'tap_schema') \gexec
REVOKE CONNECT ON DATABASE uws, tap_schema FROM PUBLIC;
