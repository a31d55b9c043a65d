CREATE TABLE "second_factor" (
	"user_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"enabled_at" timestamp with time zone,
	"last_step" integer DEFAULT 0 NOT NULL,
	"recovery_hashes" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"user_id" text,
	"file_name" text NOT NULL,
	"key" text,
	"bytes" bigint,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"report" jsonb,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"said_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "confirmed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "awaits_code" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "article" ADD COLUMN "pinned_position" integer;--> statement-breakpoint
ALTER TABLE "file" ADD COLUMN "focus_x" smallint;--> statement-breakpoint
ALTER TABLE "file" ADD COLUMN "focus_y" smallint;--> statement-breakpoint
ALTER TABLE "article_note" ADD COLUMN "before" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "response" ADD COLUMN "reaction" text;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transfer_created" ON "transfer" USING btree ("created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "response_reaction" ON "response" USING btree ("article_id","created_at","id") WHERE reaction is not null;--> statement-breakpoint
-- A session that stands was confirmed when it began, not by this upgrade.
UPDATE "session" SET "confirmed_at" = "created_at";--> statement-breakpoint
UPDATE "response" SET "reaction" = l."kind" FROM "linkback" l WHERE l."response_id" = "response"."id" AND l."kind" IN ('like', 'repost', 'bookmark');
