// Method: one small law a code, recorded; the file must report the code that it is named for, and nothing may be thrown.
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Diagnostics;

public class BindingTests
{
    public static TheoryData<string> Files => Golden.Inputs("law/binding", ".law");

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_fault_of_meaning_is_reported_as_recorded(string file)
    {
        var loaded = RuleSet.Load([new SourceText(file, Golden.Read("law/binding", file))]);
        var found = loaded.Diagnostics.AddRange(loaded.RuleSet is { } rules ? LawAnalysis.Check(rules) : []);
        Assert.Contains(Path.GetFileNameWithoutExtension(file), found.Select(d => d.Code));
        using var writer = new StringWriter();
        foreach (var diagnostic in found)
        {
            DiagnosticPrinter.Write(writer, diagnostic);
            writer.Write('\n');
        }

        Golden.Check("law/binding", file, writer.ToString());
    }
}
