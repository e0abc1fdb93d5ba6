namespace Proviso.Rules.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] PermitWords = ["continue", "end", "void"];
    private static readonly string[] ReservationWords = ["continue", "lapse"];

    /// <summary>A clause on what a change does to what began before it, or null when the word starts none of them.</summary>
    private ClauseSyntax? ChangeClause(string word)
    {
        var first = Index;
        switch (word)
        {
            case "saving":
                return Saving(first);
            case "vacated":
                Take();
                var (by, published) = Document();
                return new VacatedClauseSyntax(by, published) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "licenses" or "reservations":
                return Permits(first, word == "licenses");
            case "conditions":
                Take();
                Expect("fall");
                Expect("away");
                var remark = OptionalString();
                return new EasingClauseSyntax(remark) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "binds":
                Take();
                Expect("from");
                Expect("receipt");
                var fact = Name("the date fact that says when the letter was received");
                return new ReceiptClauseSyntax(fact) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            default:
                return null;
        }
    }

    private SavingClauseSyntax Saving(int first)
    {
        Take();
        var title = String("what is saved");
        Expect("for");
        var states = _panic ? [] : Braced("a state of the goods");
        var ordered = !_panic && TakeIf("under");
        if (ordered)
        {
            Expect("orders");
        }

        Expect("on");
        var on = Date();
        var before = !_panic && TakeIf("before") ? Date() : null;
        Expect("of");
        var movements = _panic ? [] : Braced("a kind of movement");
        NameSyntax? level = null;
        StringSyntax? remark = null;
        if (!_panic && TakeIf("verified"))
        {
            level = Name("how it was verified (`code`, `primary`, `secondary` or `unverified`)");
            remark = OptionalString();
        }

        var (by, published) = Document();
        return new SavingClauseSyntax(title, states, ordered, on, before, movements, level, remark, by, published)
        {
            Span = SpanFrom(first),
            FirstToken = first,
            LastToken = _last,
        };
    }

    private StandingPermitsClauseSyntax? Permits(int first, bool licenses)
    {
        Take();
        var words = licenses ? PermitWords : ReservationWords;
        if (_panic || Kind != TokenKind.Word || Array.IndexOf(words, Token.Text) < 0)
        {
            Choice($"what the change does to {(licenses ? "issued licenses" : "reservations")}", words);
            return null;
        }

        var verb = TakeName();
        DateSyntax? on = null;
        if (verb.Text is "end" or "lapse")
        {
            Expect("on");
            on = Date();
        }
        else if (verb.Text == "void")
        {
            Expect("from");
            Expect("the");
            Expect("start");
        }

        var remark = OptionalString();
        return new StandingPermitsClauseSyntax(licenses, verb, on, remark) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    /// <summary>An hour such as <c>08:45</c> behind a day, if it is there.</summary>
    private NameSyntax? Hour() => !_panic && Kind == TokenKind.Word && IsHour(Token.Text) ? TakeName() : null;

    private static bool IsHour(string text) => text is [>= '0' and <= '9', >= '0' and <= '9', ':', >= '0' and <= '9', >= '0' and <= '9'];
}
