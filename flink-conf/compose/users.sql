-- The roles that the migration grants rights to, and users of them. Run once, when the database is made.
CREATE ROLE runmark_writer NOLOGIN;
CREATE ROLE runmark_reader NOLOGIN;
CREATE ROLE runmark_tenant NOLOGIN;
CREATE ROLE runmark_maintenance NOLOGIN;
CREATE USER runmark_job PASSWORD 'runmark-job' IN ROLE runmark_writer;
CREATE USER runmark_read PASSWORD 'runmark-read' IN ROLE runmark_reader;
CREATE USER runmark_sweep PASSWORD 'runmark-sweep' IN ROLE runmark_maintenance;
