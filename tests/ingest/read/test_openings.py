"""Words that open one letter and close another."""


def test_thanks_for_contacting_us_at_the_head_close_nothing(items_of):
    text = (
        "FENNIMORE COUNCIL\n\nFOI reference 25-0348\n\nDear Mrs Pettigrove\n\n"
        "Thank you for contacting us about Education, Health and Care Plans. You have asked for the information below "
        "and I have set out our reply under each point.\n\n"
        "• 1. The number of requests for an assessment in each year\n2022: 611 / 2023: 702\n\n"
        "• 2. The percentage issued within 20 weeks\n2022: 48.1% / 2023: 39.7%\n\n"
        "• 3. Amount spent at the Tribunal\n£14,300\n\nYours sincerely\n\nP. Lane\n"
    )
    assert items_of(text) == [
        ("1", "The number of requests for an assessment in each year", "2022: 611 / 2023: 702"),
        ("2", "The percentage issued within 20 weeks", "2022: 48.1% / 2023: 39.7%"),
        ("3", "Amount spent at the Tribunal", "£14,300"),
    ]
