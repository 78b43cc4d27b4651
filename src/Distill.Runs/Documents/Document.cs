using System.Text.Json.Serialization;

namespace Distill.Runs.Documents;

/// <summary>
/// What document.json holds: the result of an experiment or a sweep as people read it, written once by what measured it. The page, the
/// terminal and Markdown show the same document, so that they cannot differ in a figure.
/// </summary>
internal sealed record Document
{
    /// <summary>The version of the format of document.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of this document.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>What it is about, for example "Section 3 of the paper, on MNIST".</summary>
    public required string Topic { get; init; }

    /// <summary>The result in one sentence, without a full stop.</summary>
    public required string Sentence { get; init; }

    /// <summary>What stands behind the sentence, in a sentence or two; empty for nothing.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

    /// <summary>The numbers at a glance.</summary>
    public IReadOnlyList<Tile> Tiles { get; init; } = [];

    /// <summary>The parts, in the order of reading.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>The sentence, which says so where the figures mean nothing.</summary>
    [JsonIgnore]
    public string Headline => Smoke ? $"Smoke run. {Sentence}" : Sentence;

    /// <summary>Reads document.json.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, or of another format.</exception>
    public static Document Read(string path)
    {
        var document = RunJson.Read<Document>(path);
        return document.Format != CurrentFormat
            ? throw new DistillException($"{path} has format {document.Format}, but this version reads {CurrentFormat}; use the version that wrote it.")
            : document.HasHoles()
                ? throw DistillException.Damaged($"{path} holds null in a list; the file is damaged.")
                : document;
    }

    /// <summary>Writes document.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    public void Write(string path) => RunJson.Write(path, this);

    private bool HasHoles() =>
        Tiles.Any(tile => tile is null) || Sections.Any(section => section is null || section.Blocks.Any(block => block is null || block.HasHoles()));
}
