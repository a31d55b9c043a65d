DROP INDEX "response_public";--> statement-breakpoint
DROP INDEX "response_top";--> statement-breakpoint
DROP INDEX "response_reaction";--> statement-breakpoint
ALTER TABLE "linkback" ADD COLUMN "face_url" text;--> statement-breakpoint
CREATE INDEX "linkback_face" ON "linkback" USING btree ("response_id") WHERE face_url is not null;--> statement-breakpoint
CREATE INDEX "response_public" ON "response" USING btree ("article_id","created_at","id","deleted_at","reaction") WHERE approved_at is not null and held_at is null and spam_at is null and trashed_at is null;--> statement-breakpoint
CREATE INDEX "response_top" ON "response" USING btree ("article_id","created_at","id") WHERE parent_id is null and reaction is null and approved_at is not null and held_at is null and spam_at is null and trashed_at is null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "response_reaction" ON "response" USING btree ("article_id","created_at","id") WHERE reaction is not null and approved_at is not null and held_at is null and spam_at is null and trashed_at is null and deleted_at is null;