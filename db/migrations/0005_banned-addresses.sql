CREATE TABLE "banned_address" (
	"hash" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "response_report" ALTER COLUMN "user_id" DROP NOT NULL;