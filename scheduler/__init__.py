"""What happens by the clock: ticks, and the delivery of notices."""
