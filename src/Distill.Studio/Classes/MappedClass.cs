namespace Distill.Studio.Classes;

/// <summary>A class on the map.</summary>
/// <param name="Number">Its number in the data.</param>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Examples">How many of the counted test examples are of it.</param>
/// <param name="Right">How many of them the model gets right.</param>
internal sealed record MappedClass(int Number, string Name, int Cluster, int Examples, int Right);
