// Method: cases of two public test suites, their inputs and expected values, asked of a tiny law and answered by all three readings of it.
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

/// <remarks>Rows: case, facts, condition, expected. What the language refuses when it is read (a number as a condition) has no row.</remarks>
public class ConformanceTests
{
    private const string Vocabulary =
        """
        unit U "units"
        enum word "word" { a b c d foo Foo abc ABC }
        fact x yes-no "first"
        fact y yes-no "second"
        fact n number U from 0 to 1_000_000 "number"
        fact z number U from 0 to 1_000_000 "divisor"
        fact q ratio n / z U "ratio"
        fact w one-of word "word"
        fact d date "day"
        corpus c "corpus"
          authority a "authority"
        matter m "matter"
          otherwise not subject
        define it "what is asked"
        """;

    // DMN TCK, compliance level 3, 0064 conjunction; null is an unknown fact.
    private const string Dmn0064 =
        """
        decision001   | x yes y yes | x and y | yes
        decision002   | x yes y no  | x and y | no
        decision003_a | x yes y ?   | x and y | unknown
        decision004   | x no y yes  | x and y | no
        decision005   | x no y no   | x and y | no
        decision006_a | x no y ?    | x and y | no
        decision007_a | x ? y yes   | x and y | unknown
        decision008_a | x ? y no    | x and y | no
        decision009_a | x ? y ?     | x and y | unknown
        """;

    // DMN TCK, compliance level 3, 0065 disjunction; null is an unknown fact.
    private const string Dmn0065 =
        """
        decision001   | x yes y yes | x or y | yes
        decision002   | x yes y no  | x or y | yes
        decision003_a | x yes y ?   | x or y | yes
        decision004   | x no y yes  | x or y | yes
        decision005   | x no y no   | x or y | no
        decision006_a | x no y ?    | x or y | unknown
        decision007_a | x ? y yes   | x or y | yes
        decision008_a | x ? y no    | x or y | unknown
        decision009_a | x ? y ?     | x or y | unknown
        """;

    // DMN TCK, compliance level 3, 0068 equality; a value compared with null is a fact that does not apply.
    private const string Dmn0068 =
        """
        boolean_001 | x yes    | x is yes     | yes
        boolean_002 | x yes    | x is not yes | no
        boolean_003 | x no     | x is no      | yes
        boolean_004 | x no     | x is not no  | no
        boolean_005 | x yes    | x is no      | no
        boolean_006 | x n/a    | x is yes     | no
        boolean_007 | x n/a    | x is no      | no
        number_001  | n 123    | n = 123      | yes
        number_002  | n 123.01 | n = 123.01   | yes
        number_003  | n 0      | n = 0.00     | yes
        number_006  | n n/a    | n = 100      | no
        string_001  | w foo    | w is foo     | yes
        string_002  | w foo    | w is Foo     | no
        string_003  | w foo    | w is not Foo | yes
        string_004  | w n/a    | w is foo     | no
        """;

    // DMN TCK, compliance level 3, 0072 in; lists and ranges are written out as comparisons.
    private const string Dmn0072 =
        """
        number_001   | n 1          | n = 2 or n = 3 or n = 1                            | yes
        number_001_a | n 1          | n = 2 or n = 3 or n = 4                            | no
        number_003   | n 1          | n <= 10                                            | yes
        number_003_1 | n 10         | n <= 10                                            | yes
        number_003_a | n 11         | n <= 10                                            | no
        number_004   | n 1          | n < 10                                             | yes
        number_004_a | n 10         | n < 10                                             | no
        number_005   | n 11         | n >= 10                                            | yes
        number_005_1 | n 10         | n >= 10                                            | yes
        number_005_a | n 9          | n >= 10                                            | no
        number_006   | n 11         | n > 10                                             | yes
        number_006_a | n 10         | n > 10                                             | no
        number_011   | n 1          | n = 1                                              | yes
        number_014   | n 10         | n = 1 or n < 5 or n >= 10                          | yes
        number_014_a | n 10         | n = 1 or n = 5 or n = 9                            | no
        number_002   | n 1          | n >= 2 and n <= 4 or n >= 1 and n <= 3             | yes
        number_002_a | n 5          | n >= 2 and n <= 4 or n >= 1 and n <= 3             | no
        number_007_a | n 1          | n > 2 and n < 4                                    | no
        date_007_a   | d 2018-12-01 | d > 2018-12-02 and d < 2018-12-04                  | no
        number_007_b | n 2          | n > 2 and n < 4                                    | no
        date_007_b   | d 2018-12-02 | d > 2018-12-02 and d < 2018-12-04                  | no
        number_007_c | n 3          | n > 2 and n < 4                                    | yes
        date_007_c   | d 2018-12-03 | d > 2018-12-02 and d < 2018-12-04                  | yes
        number_007_d | n 4          | n > 2 and n < 4                                    | no
        date_007_d   | d 2018-12-04 | d > 2018-12-02 and d < 2018-12-04                  | no
        number_007_e | n 5          | n > 2 and n < 4                                    | no
        date_007_e   | d 2018-12-05 | d > 2018-12-02 and d < 2018-12-04                  | no
        number_008_a | n 1          | n > 2 and n <= 4                                   | no
        date_008_a   | d 2018-12-01 | d > 2018-12-02 and d <= 2018-12-04                 | no
        number_008_b | n 2          | n > 2 and n <= 4                                   | no
        date_008_b   | d 2018-12-02 | d > 2018-12-02 and d <= 2018-12-04                 | no
        number_008_c | n 3          | n > 2 and n <= 4                                   | yes
        date_008_c   | d 2018-12-03 | d > 2018-12-02 and d <= 2018-12-04                 | yes
        number_008_d | n 4          | n > 2 and n <= 4                                   | yes
        date_008_d   | d 2018-12-04 | d > 2018-12-02 and d <= 2018-12-04                 | yes
        number_008_e | n 5          | n > 2 and n <= 4                                   | no
        date_008_e   | d 2018-12-05 | d > 2018-12-02 and d <= 2018-12-04                 | no
        number_009_a | n 1          | n >= 2 and n < 4                                   | no
        date_009_a   | d 2018-12-01 | d >= 2018-12-02 and d < 2018-12-04                 | no
        number_009_b | n 2          | n >= 2 and n < 4                                   | yes
        date_009_b   | d 2018-12-02 | d >= 2018-12-02 and d < 2018-12-04                 | yes
        number_009_c | n 3          | n >= 2 and n < 4                                   | yes
        date_009_c   | d 2018-12-03 | d >= 2018-12-02 and d < 2018-12-04                 | yes
        number_009_d | n 4          | n >= 2 and n < 4                                   | no
        date_009_d   | d 2018-12-04 | d >= 2018-12-02 and d < 2018-12-04                 | no
        number_009_e | n 5          | n >= 2 and n < 4                                   | no
        date_009_e   | d 2018-12-05 | d >= 2018-12-02 and d < 2018-12-04                 | no
        number_010_a | n 1          | n >= 2 and n <= 4                                  | no
        date_010_a   | d 2018-12-01 | d >= 2018-12-02 and d <= 2018-12-04                | no
        number_010_b | n 2          | n >= 2 and n <= 4                                  | yes
        date_010_b   | d 2018-12-02 | d >= 2018-12-02 and d <= 2018-12-04                | yes
        number_010_c | n 3          | n >= 2 and n <= 4                                  | yes
        date_010_c   | d 2018-12-03 | d >= 2018-12-02 and d <= 2018-12-04                | yes
        number_010_d | n 4          | n >= 2 and n <= 4                                  | yes
        date_010_d   | d 2018-12-04 | d >= 2018-12-02 and d <= 2018-12-04                | yes
        number_010_e | n 5          | n >= 2 and n <= 4                                  | no
        date_010_e   | d 2018-12-05 | d >= 2018-12-02 and d <= 2018-12-04                | no
        string_001   | w a          | w in {b c a}                                       | yes
        string_001_a | w a          | w in {b c d}                                       | no
        boolean_001  | x yes        | x is yes or x is no                                | yes
        date_001     | d 2018-12-08 | d = 2018-12-08 or d = 2018-12-09 or d = 2018-12-10 | yes
        date_001_a   | d 2018-12-11 | d = 2018-12-08 or d = 2018-12-09 or d = 2018-12-10 | no
        date_003     | d 2018-12-04 | d <= 2018-12-05                                    | yes
        date_003_1   | d 2018-12-04 | d <= 2018-12-04                                    | yes
        date_003_a   | d 2018-12-05 | d <= 2018-12-04                                    | no
        date_004     | d 2018-12-01 | d < 2018-12-10                                     | yes
        date_004_a   | d 2018-12-10 | d < 2018-12-10                                     | no
        date_005     | d 2018-12-11 | d >= 2018-12-10                                    | yes
        date_005_1   | d 2018-12-10 | d >= 2018-12-10                                    | yes
        date_005_a   | d 2018-12-09 | d >= 2018-12-10                                    | no
        date_006     | d 2018-12-11 | d > 2018-12-10                                     | yes
        date_006_a   | d 2018-12-10 | d > 2018-12-10                                     | no
        date_011     | d 2018-12-05 | d = 2018-12-05                                     | yes
        date_014     | d 2018-12-05 | d = 2018-12-04 or d >= 2018-12-05                  | yes
        date_014_a   | d 2018-12-05 | d = 2018-12-04 or d >= 2018-12-06                  | no
        """;

    // DMN TCK, compliance level 2, 0106 ternary logic; null is an unknown fact.
    private const string Dmn0106 =
        """
        001 and | x yes y yes | x and y | yes
        001 or  | x yes y yes | x or y  | yes
        002 and | x no y yes  | x and y | no
        002 or  | x no y yes  | x or y  | yes
        003 and | x ? y yes   | x and y | unknown
        003 or  | x ? y yes   | x or y  | yes
        004 and | x yes y no  | x and y | no
        004 or  | x yes y no  | x or y  | yes
        005 and | x no y no   | x and y | no
        005 or  | x no y no   | x or y  | no
        006 and | x ? y no    | x and y | no
        006 or  | x ? y no    | x or y  | unknown
        007 and | x yes y ?   | x and y | unknown
        007 or  | x yes y ?   | x or y  | yes
        008 and | x no y ?    | x and y | no
        008 or  | x no y ?    | x or y  | unknown
        009 and | x ? y ?     | x and y | unknown
        009 or  | x ? y ?     | x or y  | unknown
        """;

    // DMN TCK, compliance level 2, 0107 ternary logic of not; null is an unknown fact.
    private const string Dmn0107 =
        """
        001 | x yes | not x | no
        002 | x no  | not x | yes
        003 | x ?   | not x | unknown
        """;

    // CEL specification, simple tests, comparisons: literal comparisons of ==, !=, < and >.
    private const string CelComparisons =
        """
        self_test_equals_int64      | n 1    | n = 1        | yes
        self_test_not_equals_uint64 | n 1    | n = 2        | no
        self_test_equals_float      | n 1.0  | n = 1        | yes
        self_test_not_equals_string | w a    | w is b       | no
        self_test_not_equals_case   | w abc  | w is ABC     | no
        self_test_equals_bool       | x yes  | x is yes     | yes
        self_test_not_equals_bool   | x no   | x is yes     | no
        self_test_ne_int64          | n 24   | n != 42      | yes
        self_test_not_ne_int64      | n 1    | n != 1       | no
        self_test_ne_float          | n 9000 | n != 9001.0  | yes
        self_test_ne_bool           | x no   | x is not yes | yes
        self_test_not_ne_bool       | x yes  | x is not yes | no
        self_test_not_ne_string     | w abc  | w is not abc | no
        self_test_not_lt_int64      | n 0    | n < 0        | no
        self_test_lt_uint64         | n 0    | n < 1        | yes
        self_test_not_lt_uint64     | n 2    | n < 2        | no
        self_test_not_gt_int        | n 0    | n > 0        | no
        self_test_gt_float          | n 10   | n > 1        | yes
        self_test_not_gt_float      | n 0.99 | n > 0.990    | no
        """;

    // CEL specification, simple tests, logic; an error is a ratio over zero, which no operand absorbs but the dominant one.
    private const string CelLogic =
        """
        AND all_true                  | x yes y yes   | x and y         | yes
        AND all_false                 | x no y no     | x and y         | no
        AND false_left                | x no y yes    | x and y         | no
        AND false_right               | x yes y no    | x and y         | no
        AND short_circuit_error_left  | x no n 2 z 0  | x and not q > 3 | no
        AND short_circuit_error_right | x no n 2 z 0  | not q > 3 and x | no
        AND error_right               | x yes n 1 z 0 | x and q != 0    | unknown
        AND error_left                | x yes n 1 z 0 | q != 0 and x    | unknown
        OR all_true                   | x yes y yes   | x or y          | yes
        OR all_false                  | x no y no     | x or y          | no
        OR false_left                 | x no y yes    | x or y          | yes
        OR false_right                | x yes y no    | x or y          | yes
        OR short_circuit_error_left   | x yes n 2 z 0 | x or not q > 3  | yes
        OR short_circuit_error_right  | x yes n 2 z 0 | not q > 3 or x  | yes
        OR error_right                | x no n 1 z 0  | x or q != 0     | unknown
        OR error_left                 | x no n 1 z 0  | q != 0 or x     | unknown
        NOT not_true                  | x yes         | not x           | no
        NOT not_false                 | x no          | not x           | yes
        """;

    public static TheoryData<string, string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            (string Suite, string Table)[] tables =
            [
                ("0064", Dmn0064), ("0065", Dmn0065), ("0068", Dmn0068), ("0072", Dmn0072), ("0106", Dmn0106), ("0107", Dmn0107),
                ("comparisons", CelComparisons), ("logic", CelLogic),
            ];
            foreach (var (suite, table) in tables)
            {
                foreach (var row in table.Split('\n').Select(r => r.Split('|', StringSplitOptions.TrimEntries)))
                {
                    data.Add($"{suite} {row[0]}", row[1], row[2], row[3]);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_of_a_public_suite_is_answered_as_expected(string id, string facts, string condition, string expected)
    {
        var law = $"{Vocabulary}\n  when {condition}\nprovision p \"{id}\"\n{RandomLaw.Clauses}  on m\n  then prohibited\n  when it\n";
        var rules = RuleSet.Load([new SourceText("law.law", law)]).RuleSet;
        Assert.NotNull(rules);
        var slice = rules.Slice(rules.Law.Corpora[0], new DateOnly(2024, 1, 1), DateOnly.MaxValue);
        var frame = new FactFrame(rules.Schema);
        foreach (var pair in facts.Split(' ').Chunk(2))
        {
            Assert.Null(FactText.Read(rules.Schema[pair[0]], pair[1], frame.Slots));
        }

        Assert.Equal(expected, slice.Decide(frame).Holds("it").Word());
        using var database = new Database();
        Agreement.Check(slice, [frame], database);
    }
}
