// Method: brute force over a grid of every value near every figure; the nearest change found must be as near, and lead where it says.
using CsCheck;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class NearestChangeTests
{
    [Theory]
    [InlineData("a >= 1600", "a = 1700", "a", "below 1600 U")]
    [InlineData("a >= 1600", "a = 1500", "a", "1600 U or more")]
    [InlineData("a > 1600", "a = 1500", "a", "above 1600 U")]
    [InlineData("r >= 5.92", "a = 1000, b = 200", "b", "168.918918 U or less")]
    [InlineData("r >= 5.92", "a = 1150, b = 200", "b", "194.256756 U or less")]
    [InlineData("r < 5.92 and b >= 200", "a = 1183, b = 200", "b", "below 200 U")]
    [InlineData("flag", "flag = no", "flag", "yes")]
    [InlineData("color in {red black}", "color = green", "color", "one of {red black}")]
    public void The_nearest_change_is_named_in_words(string when, string facts, string fact, string to)
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", when));
        var nearest = Find(slice, slice.Frame(facts))[0];
        Assert.Equal((fact, to), (nearest.Fact.Name, nearest.To));
    }

    [Fact]
    public void What_a_thing_is_and_who_takes_part_is_no_advice()
    {
        var law = Vocabulary.Replace("fact color one-of color ", "fact color one-of color identity ", StringComparison.Ordinal);
        Assert.NotEqual(Vocabulary, law);
        var slice = LoadWhole(law + Matter() + Provision("p", "prohibited", "color in {red black} or a >= 1600")).At(Day);

        Assert.Equal(["a"], Find(slice, slice.Frame("color = green, a = 1500")).Select(c => c.Fact.Name));
    }

    [Fact]
    public void No_value_of_one_number_changes_random_law_nearer_than_the_change_found() => LawAnalysisTests.RandomCases.Sample(
        c =>
        {
            var slice = LoadWhole(RandomLaw.Text(c.Law)).At(Day);
            var facts = new RandomFacts(slice);
            foreach (var frame in c.Facts.Take(8).Select(f => facts.Frame(new Choices(f), holes: false)))
            {
                var found = Find(slice, frame);
                var now = slice.Compiled(frame.Slots);
                foreach (var fact in slice.Schema.Facts.Where(f => f.Type == FactType.Number))
                {
                    var (value, trial) = (frame.Slots[fact.Slot], frame.Copy());
                    foreach (var to in c.Facts.Skip(8).Select(f => facts.Frame(new Choices(f), holes: false).Slots[fact.Slot]).Where(v => v > 0 || fact.Name != "b"))
                    {
                        trial.Slots[fact.Slot] = to;
                        var result = slice.Compiled(trial.Slots);
                        if (result == now || value == 0 || slice.Program.Polynomials.Length > 0)
                        {
                            continue;
                        }

                        var distance = Math.Abs((decimal)(to - value) / value);
                        Assert.True(
                            found.Any(f => f.Fact == fact && f.Result == result && f.Distance <= distance),
                            $"{fact.Name} from {value} to {to} changes the answer to {result}, and nothing found is as near\n{slice.Corpus.Place.Source.Content}");
                    }
                }
            }
        },
        iter: 150,
        threads: 1);

    private static IReadOnlyList<FactChange> Find(CorpusSlice slice, FactFrame frame) =>
        NearestChange.Find(frame, CellSpace.Of(false, slice), slots => slice.Compiled(slots));
}
