// Method: the law of this repository on days it changed, random facts on and beside its figures, three backends, one answer.
using CsCheck;
using Proviso.Rules.Evaluation;

namespace Proviso.Tests.Rules.Evaluation;

public class CorpusAgreementTests
{
    private const int Days = 12;
    private const int FramesPerSlice = 40;
    private const int FramesInDatabase = 300;

    public static TheoryData<string> Corpora => [.. RealLaw.Rules.Law.Corpora.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Walker_and_compiled_function_agree_on_every_day_that_changes_the_law(string corpus) =>
        Facts(FramesPerSlice).Sample(
            choices =>
            {
                foreach (var slice in Slices(corpus, RealLaw.Rules.EffectiveDates))
                {
                    Agree(slice, choices, null);
                }
            },
            iter: 2,
            threads: 1);

    [Theory]
    [MemberData(nameof(Corpora))]
    public void The_database_agrees_on_a_dozen_days(string corpus)
    {
        using var database = new Database();
        var dates = RealLaw.Rules.EffectiveDates;
        var some = Enumerable.Range(0, Days).Select(i => dates[i * (dates.Length - 1) / (Days - 1)]).Distinct();
        var slices = Slices(corpus, some).DistinctBy(s => string.Join('\n', s.Provisions.Select(p => p.Version.Place.At + string.Concat(p.DroppedLimbs))))
            .ToArray();
        Facts(FramesInDatabase / Math.Min(slices.Length, 6)).Sample(choices => Array.ForEach(slices, s => Agree(s, choices, database)), iter: 1, threads: 1);
    }

    private static Gen<byte[][]> Facts(int count) => Gen.Byte.Array[200].Array[count];

    private static void Agree(CorpusSlice slice, byte[][] choices, Database? database)
    {
        var facts = new RandomFacts(slice);
        Agreement.Check(slice, [.. choices.Select(f => facts.Frame(new Choices(f)))], database);
    }

    private static IEnumerable<CorpusSlice> Slices(string corpus, IEnumerable<DateOnly> days) =>
        from day in days
        from view in (LawView[])[LawView.AsEnforced, LawView.OnTheText]
        select RealLaw.Rules.Slice(RealLaw.Rules.FindCorpus(corpus)!, day, DateOnly.MaxValue, view);
}
