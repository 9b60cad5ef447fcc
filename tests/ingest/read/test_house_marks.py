"""Initials that an authority sets before each answer."""


def test_initials_before_each_answer_are_no_part_of_it(items_of):
    text = (
        "Thank you for your request. Our answers are in the lines marked MBC.\n\n"
        "1. Who supplies the software? E.g. Jadu or Granicus\nMBC: Netcall\n\n"
        "2. Contract end date\nMBC: 30 June 2027\n\n"
        "3. How many agents?\nMBC: 34\n"
    )
    assert items_of(text) == [
        ("1", "Who supplies the software? E.g. Jadu or Granicus", "Netcall"),
        ("2", "Contract end date", "30 June 2027"),
        ("3", "How many agents?", "34"),
    ]


def test_initials_met_twice_are_words_of_the_answer(items_of):
    text = "You asked:\n\n1. Which systems?\n\nCRM: Lagan\n\n2. Which others?\n\nCRM: none\n\n"
    assert [answer for _, _, answer in items_of(text)] == ["CRM: Lagan", "CRM: none"]


def test_questions_and_answers_marked_in_two_languages(items_of):
    text = (
        "You asked for the following:\n\nC1/Q1 How many contracts are there?\nAteb/Response: 318\n\n"
        "C2/Q2 The total cost for the year\nAteb/Response: £5.62 million\n"
    )
    assert items_of(text) == [
        ("1", "How many contracts are there?", "318"),
        ("2", "The total cost for the year", "£5.62 million"),
    ]
