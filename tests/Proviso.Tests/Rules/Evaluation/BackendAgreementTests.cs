// Method: three backends read random laws and must not differ: the walker, the compiled function, and SQL in a database.
using CsCheck;

namespace Proviso.Tests.Rules.Evaluation;

public class BackendAgreementTests
{
    private static readonly Gen<(byte[] Law, byte[][] Facts)> Cases = Gen.Select(Gen.Byte.Array[20, 300], Gen.Byte.Array[60].Array[24]);

    [Fact]
    public void The_walker_the_compiled_function_and_the_database_give_one_answer_to_random_law()
    {
        using var database = new Database();
        Cases.Sample(
            c =>
            {
                var slice = TinyLaw.LoadWhole(RandomLaw.Text(c.Law)).At(TinyLaw.Day);
                var facts = new RandomFacts(slice);
                Agreement.Check(slice, [.. c.Facts.Select(f => facts.Frame(new Choices(f)))], database);
            },
            iter: 250,
            threads: 1);
    }

    [Fact]
    public void The_walker_and_the_compiled_function_give_one_answer_to_more_random_law() => Cases.Sample(
        c =>
        {
            var slice = TinyLaw.LoadWhole(RandomLaw.Text(c.Law)).At(TinyLaw.Day);
            var facts = new RandomFacts(slice);
            Agreement.Check(slice, [.. c.Facts.Select(f => facts.Frame(new Choices(f)))], null);
        },
        iter: 500,
        threads: 1);
}
