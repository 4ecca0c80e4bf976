"""History: what was done. Append-only chained events, given one order once, followed by everything else."""
