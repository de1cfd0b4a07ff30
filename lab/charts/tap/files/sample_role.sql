-- The role that queries run as: it reads the sample, and writes only tables that users upload.
\getenv tap_password TAP_PASSWORD

SELECT 'CREATE ROLE tap LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tap') \gexec
ALTER ROLE tap PASSWORD :'tap_password';
SELECT 'CREATE DATABASE sample' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'sample') \gexec
REVOKE CONNECT, TEMPORARY ON DATABASE sample FROM PUBLIC;
GRANT CONNECT ON DATABASE sample TO tap;
