using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>One of the ways in which a model may want its pixels, where neither its file nor the options say which.</summary>
internal sealed class PixelReading
{
    internal PixelReading(string name, string choice, IReadOnlyList<Remedy> remedies, ForeignView view)
    {
        Name = name;
        Choice = choice;
        Remedies = remedies;
        View = view;
    }

    /// <summary>For people, for example "pixels 0 to 255, BGR".</summary>
    public string Name { get; }

    /// <summary>What to set in <see cref="ForeignTeacherOptions"/> for this reading, for example "Range = Byte, ColorOrder = Bgr".</summary>
    public string Choice { get; }

    /// <summary>The properties that <see cref="Choice"/> names.</summary>
    public IReadOnlyList<Remedy> Remedies { get; }

    /// <summary>How a model that is read so sees examples.</summary>
    public ForeignView View { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
