"""Every sentence a person reads, in their language."""
