using System.Text;
using System.Xml;
using Proviso.Documents;

namespace Proviso.Screening.Lists.Readers;

/// <summary>An XML element with all it holds, by local names: namespaces change from one publication to the next, names do not.</summary>
internal sealed class XmlPart
{
    // Published entries are ten deep at most.
    private const int Deepest = 40;

    // The largest element that is handed out whole, a set of reference values, has some thousand elements and a megabyte of text.
    private const int MostParts = 200_000;
    private const int MostCharacters = 16 * 1024 * 1024;
    private const int MostAttributes = 100;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    private readonly List<(string Name, string Value)> _attributes = [];
    private readonly List<XmlPart> _parts = [];
    private bool _isRead;

    private XmlPart(string name, int line) => (Name, Line) = (name, line);

    public string Name { get; }

    public int Line { get; }

    /// <summary>The text of the element itself, tidy.</summary>
    public string Value { get; private set; } = "";

    /// <summary>The elements inside, in order.</summary>
    public IReadOnlyList<XmlPart> Parts
    {
        get
        {
            _parts.ForEach(p => p._isRead = true);
            return _parts;
        }
    }

    /// <summary>The elements inside that hold text, that nobody asked for, and that may hold names by what they are called.</summary>
    public IEnumerable<string> UnreadNames()
    {
        foreach (var part in _parts)
        {
            if (!part._isRead && Readers.Text.MayHoldNames(part.Name) && part.HoldsText)
            {
                yield return Name + "/" + part.Name;
            }

            foreach (var inside in part.UnreadNames())
            {
                yield return inside;
            }
        }
    }

    private bool HoldsText => Value.Length > 0 || _parts.Exists(p => p.HoldsText);

    /// <summary>An attribute, tidy; "" where there is none.</summary>
    public string Attribute(string name)
    {
        foreach (var attribute in _attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
            {
                return attribute.Value;
            }
        }

        return "";
    }

    /// <summary>The elements of that name inside.</summary>
    public IEnumerable<XmlPart> All(string name)
    {
        foreach (var part in _parts.Where(p => string.Equals(p.Name, name, StringComparison.Ordinal)))
        {
            part._isRead = true;
            yield return part;
        }
    }

    /// <summary>The elements of a path of names.</summary>
    public IEnumerable<XmlPart> All(string name, params string[] further) => further.Aggregate(All(name), (found, next) => found.SelectMany(p => p.All(next)));

    /// <summary>The text of the first element of that name; "" where there is none.</summary>
    public string Text(string name) => All(name).FirstOrDefault()?.Value ?? "";

    /// <summary>Walks a document and hands out each element of the names given, whole; everything around them is passed over.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="root">Sees the root element without what it holds.</param>
    /// <param name="section">Sees the name of each element right under the root that is not handed out.</param>
    /// <param name="names">The names of elements to hand out.</param>
    /// <param name="part">Takes an element.</param>
    public static void Read(Stream content, Action<XmlPart> root, Action<string> section, IReadOnlySet<string> names, Action<XmlPart> part)
    {
        var line = 0;
        var started = false;
        try
        {
            using var reader = XmlReader.Create(content, Settings);
            var place = (IXmlLineInfo)reader;
            while (reader.Read())
            {
                line = place.LineNumber;
                if (reader.Depth > Deepest)
                {
                    throw Fault.TooMuch(line, Readers.Text.Of($"the XML is nested deeper than {Deepest} elements"));
                }

                if (reader.NodeType == XmlNodeType.Element && !started)
                {
                    started = true;
                    root(Start(reader, line));
                }
                else if (reader.NodeType == XmlNodeType.Element && names.Contains(reader.LocalName))
                {
                    var whole = Whole(reader, place);
                    part(whole);
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
                {
                    section(reader.LocalName);
                }
            }
        }
        catch (XmlException e)
        {
            // A document type is refused without a place.
            throw Problem(e, e.LineNumber);
        }
        catch (Exception e) when (!started && e is (NotSupportedException or ArgumentException))
        {
            // An encoding declared in the first line that this program does not know.
            throw Fault.Encoding(Math.Max(line, 1), "the XML names an encoding that is not known");
        }
    }

    private static DocumentException Problem(XmlException e, int line)
    {
        var said = e.Message;
        return said.Contains("DTD", StringComparison.Ordinal) ? Fault.Declarations(line)
            : e.InnerException is System.Text.DecoderFallbackException || said.Contains("encoding", StringComparison.OrdinalIgnoreCase) ? Fault.Encoding(line, "the text is not in the encoding it claims, which is UTF-8 unless the first line says another")
            : said.Contains("Unexpected end of file", StringComparison.Ordinal) ? Fault.CutOff(line)
            : Fault.Malformed(line, "the XML is malformed: " + Cut(said), e.LinePosition);
    }

    private static string Cut(string message)
    {
        var at = message.IndexOf(" Line ", StringComparison.Ordinal);
        return (at > 0 ? message[..at] : message).TrimEnd('.');
    }

    private static XmlPart Start(XmlReader reader, int line)
    {
        var part = new XmlPart(reader.LocalName, line);
        if (reader.HasAttributes)
        {
            if (reader.AttributeCount > MostAttributes)
            {
                throw Fault.TooMuch(line, Readers.Text.Of($"an element has more than {MostAttributes} attributes"));
            }

            while (reader.MoveToNextAttribute())
            {
                part._attributes.Add((reader.LocalName, Readers.Text.Tidy(reader.Value)));
            }

            reader.MoveToElement();
        }

        return part;
    }

    private static XmlPart Whole(XmlReader reader, IXmlLineInfo place)
    {
        var top = Start(reader, place.LineNumber);
        if (reader.IsEmptyElement)
        {
            return top;
        }

        // Text comes in pieces; they are joined once, when the element ends, since joining each to the last would take the square of their number.
        var open = new Stack<(XmlPart Part, StringBuilder Text)>();
        open.Push((top, new StringBuilder()));
        var (parts, characters) = (0, 0L);
        while (open.Count > 0 && reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var part = Start(reader, place.LineNumber);
                    open.Peek().Part._parts.Add(part);
                    if (++parts > MostParts)
                    {
                        throw Fault.TooMuch(place.LineNumber, Readers.Text.Of($"an entry has more than {MostParts} elements"));
                    }

                    if (!reader.IsEmptyElement)
                    {
                        if (reader.Depth > Deepest)
                        {
                            throw Fault.TooMuch(place.LineNumber, Readers.Text.Of($"the XML is nested deeper than {Deepest} elements"));
                        }

                        open.Push((part, new StringBuilder()));
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    characters += reader.Value.Length;
                    if (characters > MostCharacters)
                    {
                        throw Fault.TooMuch(place.LineNumber, Readers.Text.Of($"an entry has more than {MostCharacters} characters"));
                    }

                    open.Peek().Text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    var (closed, text) = open.Pop();
                    closed.Value = Readers.Text.Tidy(text.ToString());
                    break;
                default:
                    break;
            }
        }

        return top;
    }
}
