using System.Globalization;

if (args.Length < 2)
{
    Console.Error.WriteLine("ClassifyImages STUDENT.onnx IMAGE [IMAGE ...]");
    return 2;
}

using var student = new Student(args[0]);
using var decoder = new ImageDecoder();
foreach (var file in args.Skip(1))
{
    if (decoder.Decode(file) is not { } image)
    {
        Console.Error.WriteLine($"{file}: not a PNG or JPEG image");
        return 1;
    }

    var pixels = image.ToColour(student.Channels).Scale(student.Height, student.Width).Planes();
    var (name, probability) = student.Classify(pixels);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}\t{name}\t{probability:0.000}"));
}

return 0;
