"""What leaves the service for people and programs: messages, digests, calendar feeds, webhooks. Each once."""
