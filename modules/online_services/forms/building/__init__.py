"""Forms of the builder: settings of parts, rules, test cases, publishing."""
