namespace Proviso.Screening.Lists.Readers;

/// <summary>The XML formats: which one it is, is told by the root element.</summary>
internal static class XmlLists
{
    private static readonly (string Root, Func<ListReadOptions, IXmlList> Create)[] Formats =
    [
        ("CONSOLIDATED_LIST", o => new UnXmlReader(o)),
        ("export", o => new EuXmlReader(o)),
        ("sdnList", o => new OfacXmlReader(o)),
        ("Sanctions", o => new OfacAdvancedXmlReader(o)),
    ];

    public static ListContent Read(Stream content, ListReadOptions options)
    {
        IXmlList? list = null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        XmlPart.Read(content, root =>
        {
            list = Array.Find(Formats, f => string.Equals(f.Root, root.Name, StringComparison.Ordinal)).Create?.Invoke(options)
                ?? (root.Name.Equals("html", StringComparison.OrdinalIgnoreCase) ? throw Fault.WebPage() : throw Fault.Unknown($"the root element `{root.Name}` is that of no list known"));
            list.Root(root);
            names.UnionWith(list.Parts);
        }, section => list!.Section(section), names, part => list!.Part(part));
        return list!.Content();
    }
}

/// <summary>A format of XML lists.</summary>
internal interface IXmlList
{
    /// <summary>The elements it wants whole.</summary>
    IReadOnlyList<string> Parts { get; }

    /// <summary>Takes the root element, without what it holds.</summary>
    void Root(XmlPart root);

    /// <summary>Takes note of an element right under the root that is not wanted whole, by its name.</summary>
    void Section(string name)
    {
        // Most formats have none that matters.
    }

    /// <summary>Takes an element.</summary>
    void Part(XmlPart part);

    /// <summary>What was found.</summary>
    ListContent Content();
}
