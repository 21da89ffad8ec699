"""What is known before anyone asks: past reports, quantities in Chinese prose, set phrases, the library."""
