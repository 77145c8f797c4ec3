using System.Globalization;
using System.Reflection;
using System.Text;

namespace Pons.Tests.Rules;

/// <summary>The public members of an assembly, each as one readable line.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>What records and the compiler add to a type; it follows from the declaration.</summary>
    private static readonly string[] Generated = ["Equals", "GetHashCode", "ToString", "PrintMembers", "<Clone>$", "Deconstruct",
        "EqualityContract", "op_Equality", "op_Inequality"];

    public static IEnumerable<Type> Types(Assembly assembly) => assembly.GetExportedTypes().OrderBy(t => t.FullName,
        StringComparer.Ordinal);

    public static string Listing(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in Types(assembly))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var line in Members(type).Select(Line).Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Members that a user of the assembly can call or override, without those that follow from the declaration.</summary>
    public static IEnumerable<MemberInfo> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type)) return [type.GetMethod("Invoke")!];
        if (type.IsEnum) return type.GetFields(BindingFlags.Public | BindingFlags.Static);
        return type.GetMembers(Declared).Where(m => m switch
        {
            MethodBase method => IsVisible(method) && !(method.IsSpecialName && method is MethodInfo
                && !method.Name.StartsWith("op_", StringComparison.Ordinal))
                && !IsGenerated(type, method) && !IsCopyConstructor(type, method),
            PropertyInfo property => (property.GetMethod ?? property.SetMethod) is { } accessor && IsVisible(accessor)
                && !Generated.Contains(property.Name),
            FieldInfo field => field.IsPublic || field.IsFamily,
            EventInfo @event => @event.AddMethod is { } add && IsVisible(add),
            _ => false,
        });
    }

    private static bool IsGenerated(Type type, MethodBase method) =>
        Generated.Contains(method.Name) && (IsRecord(type) || method is MethodInfo { IsVirtual: true }
            && method.Name is "Equals" or "GetHashCode" or "ToString");

    private static bool IsCopyConstructor(Type type, MethodBase method) =>
        method is ConstructorInfo && IsRecord(type) && method.GetParameters() is [{ } one] && one.ParameterType == type;

    public static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsValueType: true } => IsRecord(type) ? "record struct" : "struct",
            _ => (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")
                + (IsRecord(type) ? "record" : "class"),
        };
        var parent = type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)
            && b != typeof(MulticastDelegate) ? $" : {Name(b)}" : "";
        return $"{kind} {type.Namespace}.{Name(type)}{parent}";
    }

    private static string Line(MemberInfo member) => member switch
    {
        FieldInfo { DeclaringType.IsEnum: true } value =>
            $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        FieldInfo { IsLiteral: true } constant =>
            $"const {Name(constant.FieldType)} {constant.Name} = {Constant(constant.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        PropertyInfo property => Property(property),
        ConstructorInfo constructor => $"{Access(constructor)}new({Parameters(constructor)})",
        MethodInfo method => Method(method),
        EventInfo @event => $"event {Name(@event.EventHandlerType!)} {@event.Name}",
        _ => member.ToString()!,
    };

    private static string Property(PropertyInfo property)
    {
        var accessor = (property.GetMethod ?? property.SetMethod)!;
        var index = property.GetIndexParameters() is { Length: > 0 } parameters
            ? $"[{string.Join(", ", parameters.Select(p => $"{Name(p.ParameterType)} {p.Name}"))}]" : "";
        var set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;"
            : "";
        var type = Name(property.PropertyType) + (MayBeNull(() => Nullability.Create(property).ReadState, property.PropertyType) ? "?"
            : "");
        return $"{Access(accessor)}{type} {property.Name}{index} {{{(property.GetMethod is null ? "" : " get;")}{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        var type = Name(method.ReturnType) + (MayBeNull(() => Nullability.Create(method.ReturnParameter).ReadState, method.ReturnType)
            ? "?" : "");
        return $"{Access(method)}{type} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic) return access + "static ";
        if (method is ConstructorInfo || method.DeclaringType!.IsInterface) return access;
        if (method.IsAbstract) return access + "abstract ";
        if (method is MethodInfo m && m.GetBaseDefinition().DeclaringType != m.DeclaringType) return access + "override ";
        return method.IsVirtual && !method.IsFinal ? access + "virtual " : access;
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
    {
        var way = p.IsOut ? "out " : p.ParameterType.IsByRef ? p.IsIn ? "in " : "ref " : p.IsDefined(typeof(ParamArrayAttribute))
            ? "params " : "";
        var type = p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType;
        var mark = MayBeNull(() => Nullability.Create(p).WriteState, type) ? "?" : "";
        return $"{way}{Name(type)}{mark} {p.Name}{(p.HasDefaultValue ? $" = {Constant(p.DefaultValue)}" : "")}";
    }));

    private static bool MayBeNull(Func<NullabilityState> state, Type type) =>
        !type.IsValueType && !type.IsPointer && state() == NullabilityState.Nullable;

    private static string Constant(object? value) => value switch
    {
        null => "default",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsPointer) return Name(type.GetElementType()!) + "*";
        if (type.IsGenericParameter) return type.Name;
        var own = Keyword(type) ?? type.Name.Split('`')[0];
        var nested = type.IsNested ? Name(type.DeclaringType!) + "." : "";
        if (!type.IsGenericType) return nested + own;
        var arguments = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToList();
        if (type.FullName?.StartsWith("System.ValueTuple`",
            StringComparison.Ordinal) == true) return $"({string.Join(", ", arguments.Select(Name))})";
        return nested + own + (arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>");
    }

    private static string? Keyword(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte",
        TypeCode.Char => "char",
        TypeCode.Double => "double",
        TypeCode.Single => "float",
        TypeCode.Int16 => "short",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.UInt16 => "ushort",
        TypeCode.UInt32 => "uint",
        TypeCode.UInt64 => "ulong",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type == typeof(void) ? "void" : type == typeof(object) ? "object" : null,
    };
}
