"""Tables whose header names the columns of questions and answers."""


def test_a_reference_a_question_and_an_answer_a_row(items_of):
    text = (
        "Dear Ms Example\n\nOur answers are in the table.\n\nRef\tYou asked\tWe say\n"
        "R1\tNumber of cases opened\t1,388\nR2\tHousing system\tCivica Cx\n\nYours sincerely\nA. Officer"
    )
    assert items_of(text) == [("R1", "Number of cases opened", "1,388"), ("R2", "Housing system", "Civica Cx")]


def test_a_table_of_figures_has_no_questions(items_of):
    text = (
        "Dear Ms Example\n\nYou asked which systems are in use.\n\nThe Council uses these systems.\n\n"
        "System\tSupplier\tEnds\nPayroll\tMHR\t2027\nFinance\tUnit4\t2026\n\nYours sincerely\nA. Officer"
    )
    assert len(items_of(text)) == 1
