"""What identifies a person in recognised or typed words: numbers, dates of birth, addresses, e-mails, names."""
