// Method: one public law and one letter to two made-up companies; what others get is compared with what they get where the letter does not exist,
// byte for byte where that can be told.
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

public class ReadersTests
{
    private const string Reader = "Aurora Systems (made up)";

    private static readonly SourceText s_vocabulary = new("vocabulary.law", "enum country \"c\" { AA BB }\nfact flag yes-no \"flag\"\n");

    private const string Clauses = "  cite \"c\"\n  source \"s\"\n  in force from 2020-01-01 by \"d\" published 2020-01-01\n";

    private static readonly SourceText s_public = new("us/corpus.law",
        $"corpus us \"us\"\n  authority us.x \"x\"\nmatter m \"m\"\n  otherwise no license required\nprovision us.1 \"one\"\n{Clauses}  on m\n  then license required\n  when flag\n");

    private static string Letter(string readers = "\"Aurora Systems (made up)\" \"Caf\u00e9 Compute (made up)\"") =>
        $"corpus us.letter \"letter\"\n  authority us.letters \"x\"\n  readers {readers}\nmatter m \"m\"\n  otherwise not subject\n"
        + $"provision secret-1 \"secret\"\n{Clauses}  on m\n  then license required\n"
        + $"test \"the letter\" on 2024-01-01\n  asker \"Aurora Systems (made up)\"\n  | flag | outcome          |\n  | no   | license required |\n"
        + $"test \"another\" on 2024-01-01\n  asker \"aurora systems (made up)\"\n  | flag | secret-1 | outcome   |\n  | no   | no       | not asked |\n"
        + $"test \"nobody\" on 2024-01-01\n  | flag | secret-1 | outcome   |\n  | no   | no       | not asked |\n";

    private static SourceText[] Files(string? letter = null) => [s_vocabulary, s_public, new("letters/aurora/letter.law", letter ?? Letter())];

    private static RuleSet Load(string? asker, string? letter = null)
    {
        var loaded = RuleSet.Load(Files(letter), asker);
        Assert.True(loaded.RuleSet is not null, string.Join('\n', loaded.Diagnostics));
        return loaded.RuleSet;
    }

    private static Determination Ask(RuleSet rules, string? asker)
    {
        var frame = new FactFrame(rules.Schema);
        frame.Set(rules.Schema["flag"], value: false);
        return new Determiner(rules).Decide(new Question(null, frame, new DateOnly(2024, 1, 1), DateOnly.MaxValue, LawView.AsEnforced, null, [], [], []) { Asker = asker });
    }

    [Theory]
    [InlineData(Reader, true)]
    [InlineData("  Aurora Systems (made up)\t", true)]
    [InlineData("Cafe\u0301 Compute (made up)", true)]
    [InlineData("aurora systems (made up)", false)]
    [InlineData("Aurora Systems", false)]
    [InlineData("Aurora  Systems (made up)", false)]
    [InlineData("Cafe Compute (made up)", false)]
    [InlineData("Aurora Systems (made up) Caf\u00e9 Compute (made up)", false)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData(null, false)]
    public void A_letter_is_asked_for_its_readers_and_for_nobody_else(string? asker, bool isReader)
    {
        var answer = Ask(Load(asker), asker);
        Assert.Equal(isReader ? Verdict.LicenseRequired : Verdict.NoLicenseRequired, answer.Outcome);
        Assert.Equal(isReader ? 2 : 1, answer.Authorities.Count);
        Assert.Empty(answer.NotAsked);
    }

    [Fact]
    public void Others_get_what_they_would_get_if_the_letter_did_not_exist()
    {
        var without = RuleSet.Load([s_vocabulary, s_public]).RuleSet!;
        foreach (var asker in new[] { null, "Another (made up)" })
        {
            var rules = Load(asker);
            Assert.Equal(without.Hash, rules.Hash);
            Assert.Equal(without.EffectiveDates, rules.EffectiveDates);
            Assert.Equal(without.Law.Tests.Length, rules.Law.Tests.Length);
            Assert.Equal(Ask(without, asker).Receipt, Ask(rules, asker).Receipt);
        }

        Assert.NotEqual(without.Hash, Load(Reader).Hash);
        Assert.NotEqual(Ask(without, Reader).Receipt.CorpusHash, Ask(Load(Reader), Reader).Receipt.CorpusHash);
    }

    [Fact]
    public void A_question_is_never_decided_by_law_loaded_for_another()
    {
        Assert.Throws<ArgumentException>(() => Ask(Load(null), Reader));
        Assert.Throws<ArgumentException>(() => Ask(Load(Reader), null));
        Assert.Throws<ArgumentException>(() => Ask(Load(Reader), "Another (made up)"));
        Assert.Equal(Verdict.LicenseRequired, Ask(Load(null).For(Reader).RuleSet!, Reader).Outcome);
        Assert.Equal(Verdict.NoLicenseRequired, Ask(Load(Reader).For(null).RuleSet!, null).Outcome);
    }

    [Fact]
    public void Tests_in_the_letter_say_who_asks()
    {
        var results = LawTestRunner.Run(Load(Reader)).ToList();
        Assert.Equal(3, results.Count);
        Assert.All(results, r => Assert.Empty(r.Failures));
        Assert.Empty(LawTestRunner.Run(Load(null)));
    }

    [Fact]
    public void A_fault_in_the_letter_is_its_readers_alone()
    {
        var broken = Letter() + "provision secret-2 \"hidden words\"\n  cite \"c\"\n  then\n";
        Assert.NotNull(RuleSet.Load(Files(broken)).RuleSet);
        Assert.Empty(RuleSet.Load(Files(broken)).Diagnostics);
        Assert.NotNull(RuleSet.Load(Files(broken), "Another (made up)").RuleSet);
        Assert.Null(RuleSet.Load(Files(broken), Reader).RuleSet);
    }

    [Theory]
    [InlineData("\"Aurora Systems (made up)\", \"B\"")]
    [InlineData("")]
    [InlineData("\"  \"")]
    [InlineData("\"Aurora Systems (made up)\" \"\"")]
    [InlineData("Aurora")]
    [InlineData("\"Aurora Systems (made up)")]
    public void A_list_of_readers_that_cannot_be_read_whole_stops_everybody_without_a_word_of_the_letter(string readers)
    {
        foreach (var asker in new[] { null, "Another (made up)", Reader, "B" })
        {
            var loaded = RuleSet.Load(Files(Letter(readers)), asker);
            Assert.Null(loaded.RuleSet);
            Assert.Contains(loaded.Diagnostics, d => d.Code == "PRV0272");
        }

        AssertSilent(RuleSet.Load(Files(Letter(readers))));
    }

    public static TheoryData<string, string> Mixed => new()
    {
        { "letters/aurora/letter.law", Letter() + "fact other yes-no \"hidden fact\"\n" },
        { "letters/aurora/letter.law", Letter() + "group secret \"hidden group\" of country\n  from 2020-01-01 { AA } by \"d\" published 2020-01-01\n" },
        { "letters/aurora/letter.law", Letter() + "corpus second \"hidden\"\n  authority second.x \"x\"\n" },
        { "us/letter.law", Letter() },
        { "letter.law", Letter() },
    };

    [Theory]
    [MemberData(nameof(Mixed))]
    public void Law_for_everybody_beside_a_letter_is_refused_to_everybody_without_a_word_of_it(string path, string text)
    {
        SourceText[] files = [s_vocabulary, s_public, new(path, text)];
        Assert.Null(RuleSet.Load(files).RuleSet);
        AssertSilent(RuleSet.Load(files));
        Assert.Null(RuleSet.Load(files, Reader).RuleSet);
        Assert.Contains(RuleSet.Load(files, Reader).Diagnostics, d => d.Code == "PRV0273");
    }

    [Theory]
    [InlineData("scenario s \"s\"\n  withdraw us.letter secret-1 from 2024-01-01\n")]
    [InlineData("provision us.2 \"two\"\n  cite \"c\"\n  source \"s\"\n  in force from 2020-01-01 by \"d\" published 2020-01-01\n  on m\n  then prohibited\n  when applies secret-1\n")]
    public void Public_law_that_names_a_letter_is_refused_and_reveals_nothing(string more)
    {
        SourceText[] files = [s_vocabulary, new(s_public.Path, s_public.Content + more), Files()[2]];
        foreach (var asker in new[] { null, Reader })
        {
            var loaded = RuleSet.Load(files, asker);
            Assert.True(loaded.RuleSet is null || asker is not null);
        }

        var found = RuleSet.Load(files).Diagnostics;
        Assert.NotEmpty(found);
        Assert.All(found, d => Assert.True(d.Help is null || !d.Help.Contains("secret", StringComparison.Ordinal), d.Help));
    }

    [Fact]
    public void Two_letters_to_two_companies_are_kept_apart()
    {
        SourceText[] files = [.. Files(), new("letters/lotus/letter.law", Letter("\"Lotus (made up)\"").Replace("us.letter", "us.letter2", StringComparison.Ordinal).Replace("secret-1", "secret-9", StringComparison.Ordinal))];
        var lotus = RuleSet.Load(files, "Lotus (made up)").RuleSet!;
        Assert.Equal(["us.letter2", "us"], lotus.Law.Corpora.Select(c => c.Name));
        Assert.Equal(["us.letter", "us"], RuleSet.Load(files, Reader).RuleSet!.Law.Corpora.Select(c => c.Name));
        Assert.True(RuleSet.Load(files).RuleSet!.IsFor("Another (made up)"));
        Assert.False(lotus.IsFor(Reader));
    }

    private static void AssertSilent(LoadedLaw loaded)
    {
        Assert.NotEmpty(loaded.Diagnostics);
        Assert.All(loaded.Diagnostics, d =>
        {
            foreach (var word in new[] { "Aurora", "letter", "secret", "hidden" })
            {
                Assert.DoesNotContain(word, d.ToString(), StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, d.Source.Content, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, d.Help ?? "", StringComparison.OrdinalIgnoreCase);
            }
        });
    }
}
