ALTER TABLE "session" ADD COLUMN "confirm_hash" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "confirm_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "confirm_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "event_address" ON "event" USING btree ("at") WHERE address is not null;