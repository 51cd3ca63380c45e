# The same, but for one thing: the object file is named as a prerequisite.
libscale.so: scale.o
	g++ -shared -o $@ $^
%.o: %.cpp
	g++ -fPIC -c -o $@ $<
