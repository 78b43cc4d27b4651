namespace Distill.Data.Formats;

/// <summary>The files of a folder or archive, which may be walked more than once, always in the same order.</summary>
internal interface IFileSet
{
    /// <summary>Changes when the files do, as far as sizes and times tell.</summary>
    string Identity { get; }

    /// <summary>Whether a single folder at the top holds everything by habit, as in archives.</summary>
    bool MayHaveTopFolder { get; }

    /// <summary>What a walk does not give though it lies there, such as links that lead in a circle.</summary>
    IReadOnlyList<LeftOut> LeftOut => [];

    /// <summary>What a walk took for granted, a sentence each; complete after the first walk.</summary>
    IReadOnlyList<string> Warnings => [];

    /// <summary>The files; each must be read before the next is asked for.</summary>
    IEnumerable<FileEntry> Walk();
}
