namespace Distill.Data.Sets;

/// <summary>The sets that the catalogue knows, with their published sums.</summary>
internal static class KnownSets
{
    /// <summary>The set of glyphs that has very many classes.</summary>
    public const string ManyGlyphs = "glyphs-100";

    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(d => $"{d}")];

    private static readonly string[] Clothes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static IReadOnlyList<CatalogueSet> All { get; } =
    [
        new(
            "glyphs", "stroke glyphs in 16 classes, 4 families of 4, made by the built-in generator", "public domain",
            new(1, 28, 28), 60_000, 10_000, [], null, null)
        {
            Variants = [new(SetFormat.Glyphs, [])],
        },
        new(
            ManyGlyphs, "the same in 100 classes, 20 families of 5", "public domain",
            new(1, 28, 28), 60_000, 10_000, [], null, null)
        {
            Variants = [new(SetFormat.Glyphs, [])],
        },
        new(
            "mnist", "handwritten digits", "public", new(1, 28, 28), 60_000, 10_000, Digits, null, null)
        {
            Variants =
            [
                FourIdxFiles(
                    [
                        "6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624",
                        "2646ac647ad5339dbf082846283269ea", "27ae3e4e09519cfbb04c329615203637",
                    ],
                    "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"),
            ],
        },
        new(
            "fashion-mnist", "pictures of clothes, in the format of MNIST", "MIT", new(1, 28, 28), 60_000, 10_000, Clothes,
            "dataset-fashion-mnist", "/usr/share/datasets/fashion-mnist")
        {
            Variants =
            [
                FourIdxFiles(
                    [
                        "f4a8712d7a061bf5bd6d2ca38dc4d50a", "9018921c3c673c538a1fc5bad174d6f9",
                        "8181f5470baa50b63fa0f6fddb340f0a", "15d484375f8d13e6eb1aabb0c3f46965",
                    ],
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            ],
        },
        new(
            "cifar-10", "small colour photographs of 10 kinds of things", "not stated by its authors; cite Krizhevsky 2009",
            new(3, 32, 32), 50_000, 10_000, [], null, null)
        {
            Variants =
            [
                Archive(
                    SetFormat.Cifar, "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171,
                    "https://www.cs.toronto.edu/~kriz/"),
            ],
        },
        new(
            "cifar-100", "small colour photographs of 100 kinds of things", "not stated by its authors; cite Krizhevsky 2009",
            new(3, 32, 32), 50_000, 10_000, [], null, null)
        {
            Variants =
            [
                Archive(
                    SetFormat.Cifar, "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", 168_513_733,
                    "https://www.cs.toronto.edu/~kriz/"),
            ],
        },
        new(
            "tiny-imagenet", "photographs of 200 kinds of things at 32×32, its validation part as the test set",
            "ImageNet terms: research, non-commercial", new(3, 32, 32), 100_000, 10_000, [], null, null)
        {
            Variants =
            [
                Archive(SetFormat.TinyImageNet, "tiny-imagenet-32.tar.gz", "fb8c16ba1a4a174aa391278749425c04", 36_349_626),
                Archive(
                    SetFormat.TinyImageNet, "tiny-imagenet-200.zip", "90528d7ca1a48142e341f4ef8d21d0de", 248_100_043,
                    "http://cs231n.stanford.edu/"),
            ],
        },
    ];

    private static SetVariant FourIdxFiles(string[] md5, params string[] addresses)
    {
        (string Name, long Bytes)[] files =
        [
            ("train-images-idx3-ubyte", 47_040_016), ("train-labels-idx1-ubyte", 60_008),
            ("t10k-images-idx3-ubyte", 7_840_016), ("t10k-labels-idx1-ubyte", 10_008),
        ];
        return new(SetFormat.Idx, [.. files.Select((file, i) => new SetFile(
            file.Name, md5[i], file.Bytes, Unpacked: true, [.. addresses.Select(a => new Uri($"{a}{file.Name}.gz"))]))]);
    }

    private static SetVariant Archive(SetFormat format, string name, string md5, long bytes, params string[] addresses) =>
        new(format, [new SetFile(name, md5, bytes, Unpacked: false, [.. addresses.Select(a => new Uri(a + name))])]);
}
