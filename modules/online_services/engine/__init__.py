"""The form engine: forms as data, one expression language, one evaluator. It knows no request and no table."""
