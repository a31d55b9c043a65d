-- Compressing long texts is a quarter of the time of an import, and pages are read from a cache.
ALTER TABLE "revision" ALTER COLUMN "body" SET STORAGE EXTERNAL;
--> statement-breakpoint
ALTER TABLE "article_source" ALTER COLUMN "body" SET STORAGE EXTERNAL;
